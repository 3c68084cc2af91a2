<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="sl" sourcelanguage="en">
<context>
    <name>AdvisorCard</name>
    <message>
        <source>Your advisor</source>
        <translation>Vaš svetovalec</translation>
    </message>
    <message>
        <source>Certificate verified</source>
        <translation>Potrdilo je preverjeno</translation>
    </message>
    <message>
        <source>Safety number</source>
        <translation>Varnostna številka</translation>
    </message>
    <message>
        <source>Read it to each other:
both must see the same.</source>
        <translation>Preberita si jo:
imeti morata enako.</translation>
    </message>
</context>
<context>
    <name>AgentState</name>
    <message>
        <source>Preparing</source>
        <translation>Pripravljanje</translation>
    </message>
    <message>
        <source>Waiting for the customer</source>
        <translation>Čakanje na stranko</translation>
    </message>
    <message>
        <source>Calling the customer</source>
        <translation>Klicanje stranke</translation>
    </message>
    <message>
        <source>Chat only</source>
        <translation>Samo klepet</translation>
    </message>
    <message>
        <source>You see the screen</source>
        <translation>Vidite zaslon</translation>
    </message>
    <message>
        <source>Control requested</source>
        <translation>Nadzor je zahtevan</translation>
    </message>
    <message>
        <source>You are in control</source>
        <translation>Imate nadzor</translation>
    </message>
    <message>
        <source>The customer is working</source>
        <translation>Stranka dela sama</translation>
    </message>
    <message>
        <source>Connection lost, looking for it</source>
        <translation>Povezava je izgubljena, iščemo jo</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Končano</translation>
    </message>
    <message>
        <source>You do not see the screen until the customer shows it.</source>
        <translation>Zaslona ne vidite, dokler ga stranka ne pokaže.</translation>
    </message>
    <message>
        <source>To use mouse and keyboard there, ask for control.</source>
        <translation>Za uporabo miške in tipkovnice zaprosite za nadzor.</translation>
    </message>
    <message>
        <source>The customer is being asked whether you may use mouse and keyboard.</source>
        <translation>Stranko smo vprašali, ali smete uporabljati miško in tipkovnico.</translation>
    </message>
    <message>
        <source>Your mouse and keyboard work on the customer&apos;s computer.</source>
        <translation>Vaša miška in tipkovnica delujeta na strankinem računalniku.</translation>
    </message>
    <message>
        <source>Your mouse and keyboard wait until the customer&apos;s have been still for a moment.</source>
        <translation>Vaša miška in tipkovnica počakata, da strankini nekaj trenutkov mirujeta.</translation>
    </message>
    <message>
        <source>You can go on writing: your messages are sent as soon as the connection is back.</source>
        <translation>Pišete lahko naprej: sporočila se pošljejo, takoj ko je povezava spet vzpostavljena.</translation>
    </message>
</context>
<context>
    <name>AgentWindow</name>
    <message>
        <source>Quit Pomoc?</source>
        <translation>Želite zapreti program Pomoc?</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) will end for good.</source>
        <translation>
            <numerusform>%n seja bo dokončno prekinjena.</numerusform>
            <numerusform>%n seji bosta dokončno prekinjeni.</numerusform>
            <numerusform>%n seje bodo dokončno prekinjene.</numerusform>
            <numerusform>%n sej bo dokončno prekinjenih.</numerusform>
        </translation>
    </message>
    <message>
        <source>End and quit</source>
        <translation>Končaj in zapri</translation>
    </message>
    <message>
        <source>Pomoc – advisor</source>
        <translation>Pomoc – svetovalec</translation>
    </message>
</context>
<context>
    <name>AuditSentences</name>
    <message>
        <source>The computer&apos;s clock was set back before line {line}.</source>
        <translation>Pred vrstico {line} je bila ura računalnika prestavljena nazaj.</translation>
    </message>
    <message>
        <source>The log is unchanged since it was signed, but whose signature it is could not be checked. Name the organisation&apos;s brand file with --brand.</source>
        <translation>Dnevnik je od podpisa nespremenjen, vendar ni bilo mogoče preveriti, čigav je podpis. Z --brand navedite datoteko znamke organizacije.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>Datoteke ni mogoče prebrati.</translation>
    </message>
    <message>
        <source>The brand file is damaged or missing.</source>
        <translation>Datoteka znamke je poškodovana ali manjka.</translation>
    </message>
    <message>
        <source>The command line is not understood.</source>
        <translation>Ukazna vrstica ni razumljiva.</translation>
    </message>
    <message>
        <source>The log is intact: session {fingerprint} of {start}, {line} lines, signed by {agent}, {organisation}.</source>
        <translation>Dnevnik je neokrnjen: seja {fingerprint} z dne {start}, število vrstic: {line}, podpis: {agent}, {organisation}.</translation>
    </message>
    <message>
        <source>The log is damaged: the file is empty.</source>
        <translation>Dnevnik je poškodovan: datoteka je prazna.</translation>
    </message>
    <message>
        <source>The log is damaged: line {line} is not a line of a log.</source>
        <translation>Dnevnik je poškodovan: vrstica {line} ni vrstica dnevnika.</translation>
    </message>
    <message>
        <source>The log was made by another version of Pomoc and cannot be checked by this one.</source>
        <translation>Dnevnik je zapisala druga različica programa Pomoc in ga ta ne more preveriti.</translation>
    </message>
    <message>
        <source>The log is damaged: at line {line}, lines are missing, repeated or in another order.</source>
        <translation>Dnevnik je poškodovan: pri vrstici {line} vrstice manjkajo, se ponavljajo ali so v drugem vrstnem redu.</translation>
    </message>
    <message>
        <source>The log is damaged: line {line} was changed, or does not belong after the line before it.</source>
        <translation>Dnevnik je poškodovan: vrstica {line} je bila spremenjena ali ne sodi za vrstico pred njo.</translation>
    </message>
    <message>
        <source>The log is damaged: it breaks off within line {line}.</source>
        <translation>Dnevnik je poškodovan: konča se sredi vrstice {line}.</translation>
    </message>
    <message>
        <source>The log has no end: after line {line} the program was stopped, or the rest was removed.</source>
        <translation>Dnevnik nima konca: po vrstici {line} se je program ustavil ali pa je bil preostanek odstranjen.</translation>
    </message>
    <message>
        <source>The log ends with line {line} without the advisor&apos;s signature, so nobody vouches for what it says.</source>
        <translation>Dnevnik se konča z vrstico {line} brez svetovalčevega podpisa, zato za njegovo vsebino nihče ne jamči.</translation>
    </message>
    <message>
        <source>The log is damaged: the signature in line {line} does not fit it.</source>
        <translation>Dnevnik je poškodovan: podpis v vrstici {line} se z njim ne ujema.</translation>
    </message>
    <message>
        <source>The log is not to be trusted: the signature in line {line} is not that of the advisor whom it names.</source>
        <translation>Dnevniku ni mogoče zaupati: podpis v vrstici {line} ni podpis svetovalca, ki ga dnevnik imenuje.</translation>
    </message>
    <message>
        <source>The log is damaged: from line {line} on, something was added after its end.</source>
        <translation>Dnevnik je poškodovan: od vrstice {line} naprej je bilo za njegovim koncem nekaj dodano.</translation>
    </message>
</context>
<context>
    <name>CallDialog</name>
    <message>
        <source>Customer&apos;s number</source>
        <translation>Številka stranke</translation>
    </message>
    <message>
        <source>The customer reads you a number and a password from their window.</source>
        <translation>Stranka vam iz svojega okna prebere številko in geslo.</translation>
    </message>
    <message>
        <source>&amp;Number</source>
        <translation>Š&amp;tevilka</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Geslo</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Poveži</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Prekliči</translation>
    </message>
    <message numerus="yes">
        <source>The number has exactly %n digits.</source>
        <translation>
            <numerusform>Številka ima natanko %n števko.</numerusform>
            <numerusform>Številka ima natanko %n števki.</numerusform>
            <numerusform>Številka ima natanko %n števke.</numerusform>
            <numerusform>Številka ima natanko %n števk.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The password has exactly %n digits.</source>
        <translation>
            <numerusform>Geslo ima natanko %n števko.</numerusform>
            <numerusform>Geslo ima natanko %n števki.</numerusform>
            <numerusform>Geslo ima natanko %n števke.</numerusform>
            <numerusform>Geslo ima natanko %n števk.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChatPanel</name>
    <message>
        <source>You</source>
        <translation>Vi</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Pogovor</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Sporočilo</translation>
    </message>
    <message>
        <source>Return sends the message, Shift+Return starts a new line.</source>
        <translation>Enter pošlje sporočilo, Shift+Enter začne novo vrstico.</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Napišite sporočilo</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Pošlji</translation>
    </message>
    <message>
        <source>New messages</source>
        <translation>Nova sporočila</translation>
    </message>
    <message numerus="yes">
        <source>%n characters left</source>
        <translation>
            <numerusform>Ostal je še %n znak</numerusform>
            <numerusform>Ostala sta še %n znaka</numerusform>
            <numerusform>Ostali so še %n znaki</numerusform>
            <numerusform>Ostalo je še %n znakov</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n characters too many</source>
        <translation>
            <numerusform>%n znak preveč</numerusform>
            <numerusform>%n znaka preveč</numerusform>
            <numerusform>%n znaki preveč</numerusform>
            <numerusform>%n znakov preveč</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CodePage</name>
    <message>
        <source>Help from a distance, as far as you allow it</source>
        <translation>Pomoč na daljavo, kolikor jo dovolite</translation>
    </message>
    <message>
        <source>&amp;Enter the session number</source>
        <translation>&amp;Vpiši številko seje</translation>
    </message>
    <message>
        <source>Session number</source>
        <translation>Številka seje</translation>
    </message>
    <message>
        <source>The 8 digits that your advisor gave you</source>
        <translation>8 števk, ki ste jih dobili od svetovalca</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Poveži</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Prekliči</translation>
    </message>
    <message>
        <source>My advisor wants &amp;my number</source>
        <translation>Svetovalec želi &amp;mojo številko</translation>
    </message>
    <message>
        <source>Connecting to your advisor …</source>
        <translation>Povezovanje s svetovalcem …</translation>
    </message>
    <message>
        <source>After connecting there is only chat. Nothing of your screen is visible until you allow it twice.</source>
        <translation>Po povezavi je na voljo samo klepet. Vaš zaslon ni viden, dokler tega dvakrat ne dovolite.</translation>
    </message>
</context>
<context>
    <name>ControlQuestion</name>
    <message>
        <source>&amp;Allow control</source>
        <translation>&amp;Dovoli nadzor</translation>
    </message>
    <message>
        <source>&amp;Do not allow</source>
        <translation>&amp;Ne dovoli</translation>
    </message>
</context>
<context>
    <name>CustomerWindow</name>
    <message>
        <source>({number}) {organisation}: remote help</source>
        <translation>({number}) {organisation}: pomoč na daljavo</translation>
    </message>
    <message>
        <source>{organisation}: remote help</source>
        <translation>{organisation}: pomoč na daljavo</translation>
    </message>
</context>
<context>
    <name>DashboardPage</name>
    <message>
        <source>&amp;New session</source>
        <translation>&amp;Nova seja</translation>
    </message>
    <message>
        <source>&amp;Customer&apos;s number…</source>
        <translation>Številka &amp;stranke …</translation>
    </message>
    <message>
        <source>For a customer whose window shows a number and a password</source>
        <translation>Za stranko, ki ima v svojem oknu številko in geslo</translation>
    </message>
    <message>
        <source>&amp;Sessions</source>
        <translation>&amp;Seje</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Seje</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Seja</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stanje</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Od</translation>
    </message>
    <message>
        <source>No sessions yet. A new session gives you a number to read to the customer.</source>
        <translation>Sej še ni. Ob začetku nove seje dobite številko, ki jo preberete stranki.</translation>
    </message>
    <message>
        <source>Session {number}</source>
        <translation>Seja {number}</translation>
    </message>
</context>
<context>
    <name>DurationQuestion</name>
    <message>
        <source>&amp;Continue</source>
        <translation>N&amp;adaljuj</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Prekini povezavo</translation>
    </message>
</context>
<context>
    <name>FullScreenBar</name>
    <message>
        <source>Ctrl+Alt+Return leaves full screen</source>
        <translation>Celozaslonski način zaprete s Ctrl+Alt+Enter</translation>
    </message>
    <message>
        <source>Ctrl+Alt+Page Up/Page Down: size</source>
        <translation>Ctrl+Alt+Page Up/Page Down: velikost</translation>
    </message>
    <message>
        <source>Leave full screen</source>
        <translation>Zapri celozaslonski način</translation>
    </message>
</context>
<context>
    <name>InvitationPage</name>
    <message>
        <source>The call was given up.</source>
        <translation>Klic je preklican.</translation>
    </message>
    <message>
        <source>The number was withdrawn. Nobody can use it any more.</source>
        <translation>Številka je preklicana. Nihče je ne more več uporabiti.</translation>
    </message>
    <message>
        <source>Calling the customer…</source>
        <translation>Klicanje stranke …</translation>
    </message>
    <message>
        <source>Asking the server for a number…</source>
        <translation>Pridobivanje številke s strežnika …</translation>
    </message>
    <message>
        <source>Read this number to the customer</source>
        <translation>To številko preberite stranki</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopirano</translation>
    </message>
    <message>
        <source>&amp;Copy the number</source>
        <translation>&amp;Kopiraj številko</translation>
    </message>
    <message numerus="yes">
        <source>%n wrong attempt(s). After {most} the number stops working.</source>
        <translation>
            <numerusform>%n napačen poskus. Ko jih je {most}, številka ne deluje več.</numerusform>
            <numerusform>%n napačna poskusa. Ko jih je {most}, številka ne deluje več.</numerusform>
            <numerusform>%n napačni poskusi. Ko jih je {most}, številka ne deluje več.</numerusform>
            <numerusform>%n napačnih poskusov. Ko jih je {most}, številka ne deluje več.</numerusform>
        </translation>
    </message>
    <message>
        <source>Read four digits, pause, then the other four: {first}, {second}. The number works once only.</source>
        <translation>Preberite štiri števke, počakajte, nato še druge štiri: {first}, {second}. Številka velja samo enkrat.</translation>
    </message>
</context>
<context>
    <name>LanguageChoice</name>
    <message>
        <source>Language</source>
        <translation>Jezik</translation>
    </message>
</context>
<context>
    <name>LifetimeLabel</name>
    <message>
        <source>Valid for {time}</source>
        <translation>Velja še {time}</translation>
    </message>
</context>
<context>
    <name>LineOverlay</name>
    <message>
        <source>Round trip {time} ms   {rate} kbit/s   {state}</source>
        <translation>Odzivni čas {time} ms   {rate} kbit/s   {state}</translation>
    </message>
    <message>
        <source>sharp</source>
        <translation>ostro</translation>
    </message>
    <message>
        <source>sharpening</source>
        <translation>se ostri</translation>
    </message>
    <message>
        <source>video</source>
        <translation>video</translation>
    </message>
</context>
<context>
    <name>LoginPage</name>
    <message>
        <source>The password or the code is wrong, or the code was already used. Wait until your app shows a new code, then try again.</source>
        <translation>Geslo ali koda ni prava ali pa je bila koda že uporabljena. Počakajte, da aplikacija pokaže novo kodo, in poskusite znova.</translation>
    </message>
    <message>
        <source>Advisor&apos;s login</source>
        <translation>Prijava svetovalca</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Strežnik</translation>
    </message>
    <message>
        <source>&amp;User name</source>
        <translation>&amp;Uporabniško ime</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Geslo</translation>
    </message>
    <message>
        <source>Logging in…</source>
        <translation>Prijavljanje …</translation>
    </message>
    <message>
        <source>&amp;Log in</source>
        <translation>&amp;Prijava</translation>
    </message>
    <message>
        <source>&amp;Code from your authenticator app</source>
        <translation>&amp;Koda iz aplikacije za preverjanje</translation>
    </message>
</context>
<context>
    <name>OfferPage</name>
    <message>
        <source>Number</source>
        <translation>Številka</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Geslo</translation>
    </message>
    <message>
        <source>Asking the server for a number …</source>
        <translation>Pridobivanje številke s strežnika …</translation>
    </message>
    <message numerus="yes">
        <source>Read both to your advisor. The password works for %n minutes and once.</source>
        <translation>
            <numerusform>Oboje preberite svetovalcu. Geslo velja %n minuto in samo enkrat.</numerusform>
            <numerusform>Oboje preberite svetovalcu. Geslo velja %n minuti in samo enkrat.</numerusform>
            <numerusform>Oboje preberite svetovalcu. Geslo velja %n minute in samo enkrat.</numerusform>
            <numerusform>Oboje preberite svetovalcu. Geslo velja %n minut in samo enkrat.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wrong attempt(s). After {most} the password stops working.</source>
        <translation>
            <numerusform>%n napačen poskus. Ko jih je {most}, geslo ne deluje več.</numerusform>
            <numerusform>%n napačna poskusa. Ko jih je {most}, geslo ne deluje več.</numerusform>
            <numerusform>%n napačni poskusi. Ko jih je {most}, geslo ne deluje več.</numerusform>
            <numerusform>%n napačnih poskusov. Ko jih je {most}, geslo ne deluje več.</numerusform>
        </translation>
    </message>
    <message>
        <source>Did you call them yourself? If a stranger called you, do not continue.</source>
        <translation>Ali ste poklicali sami? Če vas je poklical neznanec, ne nadaljujte.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Prekliči</translation>
    </message>
</context>
<context>
    <name>Presence</name>
    <message>
        <source>The connection is lost. Pomoc is looking for it; once it is back, your screen will be visible again.</source>
        <translation>Povezava je izgubljena. Pomoc jo išče; ko bo spet vzpostavljena, bo vaš zaslon znova viden.</translation>
    </message>
    <message>
        <source>May {name} use your mouse and keyboard?</source>
        <translation>Ali lahko {name} uporablja vašo miško in tipkovnico?</translation>
    </message>
    <message>
        <source>The session has ended.</source>
        <translation>Seja je končana.</translation>
    </message>
    <message>
        <source>{name} controls your mouse and keyboard</source>
        <translation>{name} upravlja vašo miško in tipkovnico</translation>
    </message>
    <message>
        <source>You are using the mouse or keyboard: {name} waits</source>
        <translation>Uporabljate miško ali tipkovnico: {name} čaka</translation>
    </message>
    <message>
        <source>You are in control; {name} only sees your screen</source>
        <translation>Nadzor imate vi; {name} samo vidi vaš zaslon</translation>
    </message>
    <message>
        <source>The connection is lost. Pomoc is looking for it …</source>
        <translation>Povezava je izgubljena. Pomoc jo išče …</translation>
    </message>
    <message>
        <source>Only chat. Your screen is not visible.</source>
        <translation>Samo klepet. Vaš zaslon ni viden.</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>Type the 8 digits of the number that your advisor gave you.</source>
        <translation>Vpišite 8 števk številke, ki ste jo dobili od svetovalca.</translation>
    </message>
    <message>
        <source>Type only the 8 digits of the number, without letters or other signs.</source>
        <translation>Vpišite samo 8 števk številke, brez črk in drugih znakov.</translation>
    </message>
    <message>
        <source>That is not a session number. It has exactly 8 digits.</source>
        <translation>To ni številka seje. Številka seje ima natanko 8 števk.</translation>
    </message>
    <message>
        <source>The number is wrong, has expired or was already used. Check it, or ask the advisor for a new one.</source>
        <translation>Številka ni prava, je potekla ali pa je bila že uporabljena. Preverite jo ali prosite svetovalca za novo.</translation>
    </message>
    <message>
        <source>There were too many attempts in a short time. Wait a minute, then try again.</source>
        <translation>V kratkem času je bilo preveč poskusov. Počakajte minuto in poskusite znova.</translation>
    </message>
    <message>
        <source>The session could not be taken up again. Ask the advisor for a new number.</source>
        <translation>Seje ni bilo mogoče nadaljevati. Prosite svetovalca za novo številko.</translation>
    </message>
    <message>
        <source>The advisor&apos;s account has been blocked. Call the organisation at a number that you know.</source>
        <translation>Svetovalčev račun je blokiran. Pokličite organizacijo na številko, ki jo poznate.</translation>
    </message>
    <message>
        <source>There were too many wrong passwords for this name. Wait a few minutes, then try again.</source>
        <translation>Za to ime je bilo preveč napačnih gesel. Počakajte nekaj minut in poskusite znova.</translation>
    </message>
    <message>
        <source>Your account has a second lock. Type the code that your authenticator app shows now.</source>
        <translation>Vaš račun ima dodatno zaščito. Vpišite kodo, ki jo zdaj kaže vaša aplikacija za preverjanje.</translation>
    </message>
    <message>
        <source>The server cannot be reached. Check your internet connection, then try again.</source>
        <translation>Strežnik ni dosegljiv. Preverite internetno povezavo in poskusite znova.</translation>
    </message>
    <message>
        <source>The server could not prove who it is, so the connection was not made. Check the date and time of this computer, or try from another network.</source>
        <translation>Strežnik ni mogel dokazati svoje istovetnosti, zato povezava ni bila vzpostavljena. Preverite datum in uro na tem računalniku ali poskusite iz drugega omrežja.</translation>
    </message>
    <message>
        <source>The server is busy. Wait a few minutes, then try again.</source>
        <translation>Strežnik je zaseden. Počakajte nekaj minut in poskusite znova.</translation>
    </message>
    <message>
        <source>The server is being restarted. Wait a minute, then try again.</source>
        <translation>Strežnik se ravno znova zaganja. Počakajte minuto in poskusite znova.</translation>
    </message>
    <message>
        <source>The proxy of your network did not let the connection through. Ask the people who look after your network.</source>
        <translation>Posredniški strežnik vašega omrežja povezave ni prepustil. Obrnite se na skrbnika omrežja.</translation>
    </message>
    <message>
        <source>This version of the program does not fit the server. Download the program again.</source>
        <translation>Ta različica programa se ne ujema s strežnikom. Program prenesite znova.</translation>
    </message>
    <message>
        <source>The name or the password is wrong. Check both and try again.</source>
        <translation>Ime ali geslo ni pravo. Preverite oboje in poskusite znova.</translation>
    </message>
    <message>
        <source>Your login has expired. Log in again.</source>
        <translation>Vaša prijava je potekla. Prijavite se znova.</translation>
    </message>
    <message>
        <source>The person at the other end could not prove that they work for this organisation. The connection was not made. Call the organisation at a number that you know.</source>
        <translation>Oseba na drugi strani ni mogla dokazati, da dela za to organizacijo, zato povezava ni bila vzpostavljena. Pokličite organizacijo na številko, ki jo poznate.</translation>
    </message>
    <message>
        <source>The advisor&apos;s certificate is not valid at this time. Check the date and time of this computer, then ask the advisor for a new number.</source>
        <translation>Svetovalčevo potrdilo zdaj ni veljavno. Preverite datum in uro na tem računalniku, nato prosite svetovalca za novo številko.</translation>
    </message>
    <message>
        <source>A safe connection could not be made. Check the number, or ask the advisor for a new one.</source>
        <translation>Varne povezave ni bilo mogoče vzpostaviti. Preverite številko ali prosite svetovalca za novo.</translation>
    </message>
    <message>
        <source>The advisor left before the session began. Ask the advisor for a new number.</source>
        <translation>Svetovalec je odšel, preden se je seja začela. Prosite ga za novo številko.</translation>
    </message>
    <message>
        <source>Nobody typed the number within its lifetime. Start a new session.</source>
        <translation>Številke v času njene veljavnosti ni vpisal nihče. Začnite novo sejo.</translation>
    </message>
    <message>
        <source>The number was typed wrongly too often and no longer works. Start a new session.</source>
        <translation>Številka je bila prevečkrat narobe vpisana in ne velja več. Začnite novo sejo.</translation>
    </message>
    <message>
        <source>The session could not be taken up again. Start a new session.</source>
        <translation>Seje ni bilo mogoče nadaljevati. Začnite novo sejo.</translation>
    </message>
    <message>
        <source>Your account has been blocked. Ask your administrator.</source>
        <translation>Vaš račun je blokiran. Obrnite se na skrbnika.</translation>
    </message>
    <message>
        <source>Your certificate was not accepted. Log in again, or ask your administrator.</source>
        <translation>Vaše potrdilo ni bilo sprejeto. Prijavite se znova ali se obrnite na skrbnika.</translation>
    </message>
    <message>
        <source>Your certificate is not valid at this time. Check the date and time of this computer, then log in again.</source>
        <translation>Vaše potrdilo zdaj ni veljavno. Preverite datum in uro na tem računalniku, nato se prijavite znova.</translation>
    </message>
    <message>
        <source>A safe connection to the customer could not be made. Start a new session.</source>
        <translation>Varne povezave s stranko ni bilo mogoče vzpostaviti. Začnite novo sejo.</translation>
    </message>
    <message>
        <source>The customer left before the session began. Start a new session.</source>
        <translation>Stranka je odšla, preden se je seja začela. Začnite novo sejo.</translation>
    </message>
    <message>
        <source>You ended the session. You can close this window.</source>
        <translation>Sejo ste končali. To okno lahko zaprete.</translation>
    </message>
    <message>
        <source>The advisor ended the session. If you need more help, ask for a new number.</source>
        <translation>Svetovalec je končal sejo. Če pomoč še potrebujete, prosite za novo številko.</translation>
    </message>
    <message>
        <source>The session was ended for your safety: the other side&apos;s program did something that is not allowed. Call the organisation before you connect again.</source>
        <translation>Seja je bila končana zaradi vaše varnosti: program na drugi strani je naredil nekaj nedovoljenega. Preden se znova povežete, pokličite organizacijo.</translation>
    </message>
    <message>
        <source>The session ended because of an error in the program. Close this window, open the program again and ask the advisor for a new number.</source>
        <translation>Seja se je končala zaradi napake v programu. Zaprite to okno, znova odprite program in prosite svetovalca za novo številko.</translation>
    </message>
    <message>
        <source>The customer ended the session. To go on, start a new session.</source>
        <translation>Stranka je končala sejo. Če želite nadaljevati, začnite novo sejo.</translation>
    </message>
    <message>
        <source>The session was ended for safety: the customer&apos;s program did something that is not allowed. Tell your administrator.</source>
        <translation>Seja je bila končana zaradi varnosti: program stranke je naredil nekaj nedovoljenega. Obvestite skrbnika.</translation>
    </message>
    <message>
        <source>The session ended because of an error in the program. Start a new session.</source>
        <translation>Seja se je končala zaradi napake v programu. Začnite novo sejo.</translation>
    </message>
    <message>
        <source>Connected with {name}. Nothing of your screen is visible.</source>
        <translation>Povezava je vzpostavljena: {name}. Vaš zaslon ni viden.</translation>
    </message>
    <message>
        <source>{name} now sees your screen.</source>
        <translation>{name} zdaj vidi vaš zaslon.</translation>
    </message>
    <message>
        <source>Your screen is no longer visible. You can go on chatting.</source>
        <translation>Vaš zaslon ni več viden. Klepetate lahko naprej.</translation>
    </message>
    <message>
        <source>Your screen could not be shown, so sharing has stopped. You can go on chatting.</source>
        <translation>Zaslona ni bilo mogoče pokazati, zato je delitev ustavljena. Klepetate lahko naprej.</translation>
    </message>
    <message>
        <source>{name} asks to use your mouse and keyboard.</source>
        <translation>{name} prosi za uporabo vaše miške in tipkovnice.</translation>
    </message>
    <message>
        <source>You allowed control: {name} can use your mouse and keyboard.</source>
        <translation>Dovolili ste nadzor: {name} lahko uporablja vašo miško in tipkovnico.</translation>
    </message>
    <message>
        <source>You took control: {name} only sees your screen.</source>
        <translation>Prevzeli ste nadzor: {name} samo vidi vaš zaslon.</translation>
    </message>
    <message>
        <source>{name} gives control back to you.</source>
        <translation>{name} vam vrača nadzor.</translation>
    </message>
    <message>
        <source>You did not allow control: {name} only sees your screen.</source>
        <translation>Nadzora niste dovolili: {name} samo vidi vaš zaslon.</translation>
    </message>
    <message>
        <source>Remote control does not work on this computer: {name} only sees your screen.</source>
        <translation>Upravljanje na daljavo na tem računalniku ne deluje: {name} samo vidi vaš zaslon.</translation>
    </message>
    <message>
        <source>The session has ended: the advisor&apos;s account was blocked.</source>
        <translation>Seja je končana: svetovalčev račun je blokiran.</translation>
    </message>
    <message>
        <source>The connection was lost, and Pomoc is looking for it. Nothing of your screen is visible.</source>
        <translation>Povezava je bila prekinjena in Pomoc jo išče. Vaš zaslon ni viden.</translation>
    </message>
    <message>
        <source>The connection is back. Mouse and keyboard are yours alone.</source>
        <translation>Povezava je spet vzpostavljena. Miška in tipkovnica sta samo vaši.</translation>
    </message>
    <message>
        <source>The connection did not come back.</source>
        <translation>Povezave ni bilo mogoče znova vzpostaviti.</translation>
    </message>
    <message>
        <source>The session could not be taken up again safely.</source>
        <translation>Seje ni bilo mogoče varno nadaljevati.</translation>
    </message>
    <message>
        <source>Nothing was moved for a long time, so your screen is no longer visible.</source>
        <translation>Dolgo se ni nič premaknilo, zato vaš zaslon ni več viden.</translation>
    </message>
    <message>
        <source>The session has ended: nobody answered whether it should go on.</source>
        <translation>Seja je končana: na vprašanje, ali naj se nadaljuje, ni odgovoril nihče.</translation>
    </message>
    <message>
        <source>You stopped the session with the emergency keys.</source>
        <translation>Sejo ste prekinili s tipkami za nujne primere.</translation>
    </message>
    <message>
        <source>The emergency keys no longer work. To end the session, click Disconnect.</source>
        <translation>Tipke za nujne primere ne delujejo več. Sejo končate s klikom na »Prekini povezavo«.</translation>
    </message>
    <message>
        <source>The record of this session cannot be written on this computer. The session goes on.</source>
        <translation>Poteka te seje na tem računalniku ni mogoče zapisovati. Seja se nadaljuje.</translation>
    </message>
    <message>
        <source>Someone typed a wrong number.</source>
        <translation>Nekdo je vpisal napačno številko.</translation>
    </message>
    <message>
        <source>The session has ended: your account was blocked.</source>
        <translation>Seja je končana: vaš račun je blokiran.</translation>
    </message>
    <message>
        <source>The connection was lost, and Pomoc is looking for it. Your messages wait until it is back.</source>
        <translation>Povezava je bila prekinjena in Pomoc jo išče. Vaša sporočila počakajo, da bo spet vzpostavljena.</translation>
    </message>
    <message>
        <source>The connection is back. You do not have control.</source>
        <translation>Povezava je spet vzpostavljena. Nadzora nimate.</translation>
    </message>
    <message>
        <source>Nothing was moved for a long time, so sharing has stopped.</source>
        <translation>Dolgo se ni nič premaknilo, zato je delitev ustavljena.</translation>
    </message>
    <message>
        <source>The session has ended: the customer did not answer whether it should go on.</source>
        <translation>Seja je končana: stranka ni odgovorila, ali naj se nadaljuje.</translation>
    </message>
    <message>
        <source>The customer stopped the session with the emergency keys.</source>
        <translation>Stranka je sejo prekinila s tipkami za nujne primere.</translation>
    </message>
    <message>
        <source>You ended the session.</source>
        <translation>Sejo ste končali.</translation>
    </message>
    <message>
        <source>Your password has expired. If your advisor still needs one, let a new one be shown.</source>
        <translation>Vaše geslo je poteklo. Če ga svetovalec še potrebuje, prikažite novo.</translation>
    </message>
    <message>
        <source>Your password was typed wrongly too often and no longer works. If your advisor still needs one, let a new one be shown.</source>
        <translation>Vaše geslo je bilo prevečkrat narobe vpisano in ne velja več. Če ga svetovalec še potrebuje, prikažite novo.</translation>
    </message>
    <message>
        <source>The number or the password is wrong, has expired or was already used. Ask the customer for new ones.</source>
        <translation>Številka ali geslo ni pravo, je poteklo ali pa je bilo že uporabljeno. Prosite stranko za nova.</translation>
    </message>
    <message>
        <source>The connection was lost and did not come back within two minutes, so the session has ended. Check your internet connection, then ask the advisor for a new number.</source>
        <translation>Povezava je bila prekinjena in v dveh minutah ni bila znova vzpostavljena, zato je seja končana. Preverite internetno povezavo, nato prosite svetovalca za novo številko.</translation>
    </message>
    <message>
        <source>The session could not be taken up again safely, so it has ended. To go on, ask the advisor for a new number.</source>
        <translation>Seje ni bilo mogoče varno nadaljevati, zato je končana. Če želite nadaljevati, prosite svetovalca za novo številko.</translation>
    </message>
    <message>
        <source>The session has ended because the advisor&apos;s account was blocked. Call the organisation at a number that you know.</source>
        <translation>Seja je končana, ker je bil svetovalčev račun blokiran. Pokličite organizacijo na številko, ki jo poznate.</translation>
    </message>
    <message>
        <source>You stopped the session with the emergency keys. If something was wrong, call the organisation at a number that you know.</source>
        <translation>Sejo ste prekinili s tipkami za nujne primere. Če je bilo kaj narobe, pokličite organizacijo na številko, ki jo poznate.</translation>
    </message>
    <message>
        <source>The session has ended because nobody answered whether it should go on. If you need more help, ask for a new number.</source>
        <translation>Seja je končana, ker na vprašanje, ali naj se nadaljuje, ni odgovoril nihče. Če pomoč še potrebujete, prosite za novo številko.</translation>
    </message>
    <message>
        <source>The connection was lost and did not come back within two minutes, so the session has ended. To go on, start a new session.</source>
        <translation>Povezava je bila prekinjena in v dveh minutah ni bila znova vzpostavljena, zato je seja končana. Če želite nadaljevati, začnite novo sejo.</translation>
    </message>
    <message>
        <source>The session could not be taken up again safely, so it has ended. To go on, start a new session.</source>
        <translation>Seje ni bilo mogoče varno nadaljevati, zato je končana. Če želite nadaljevati, začnite novo sejo.</translation>
    </message>
    <message>
        <source>The session has ended because your account was blocked. Ask your administrator.</source>
        <translation>Seja je končana, ker je bil vaš račun blokiran. Obrnite se na skrbnika.</translation>
    </message>
    <message>
        <source>The customer stopped the session with the emergency keys. Call before you connect again.</source>
        <translation>Stranka je sejo prekinila s tipkami za nujne primere. Preden se znova povežete, jo pokličite.</translation>
    </message>
    <message>
        <source>The session has ended because the customer did not answer whether it should go on. To go on, start a new session.</source>
        <translation>Seja je končana, ker stranka ni odgovorila, ali naj se nadaljuje. Če želite nadaljevati, začnite novo sejo.</translation>
    </message>
    <message>
        <source>Someone typed a wrong password.</source>
        <translation>Nekdo je vpisal napačno geslo.</translation>
    </message>
    <message>
        <source>{name} ended the session.</source>
        <translation>Druga stran je končala sejo: {name}.</translation>
    </message>
    <message>
        <source>The session was ended for your safety.</source>
        <translation>Seja je bila končana zaradi vaše varnosti.</translation>
    </message>
    <message>
        <source>The session ended because of an error in the program.</source>
        <translation>Seja se je končala zaradi napake v programu.</translation>
    </message>
    <message>
        <source>The customer has connected. Only chat for now.</source>
        <translation>Stranka se je povezala. Za zdaj samo klepet.</translation>
    </message>
    <message>
        <source>The customer shows the screen.</source>
        <translation>Stranka kaže zaslon.</translation>
    </message>
    <message>
        <source>The customer stopped showing the screen.</source>
        <translation>Stranka ne kaže več zaslona.</translation>
    </message>
    <message>
        <source>The customer&apos;s screen could not be shown.</source>
        <translation>Zaslona stranke ni bilo mogoče pokazati.</translation>
    </message>
    <message>
        <source>You asked for control. Wait for the customer&apos;s answer.</source>
        <translation>Prosili ste za nadzor. Počakajte na odgovor stranke.</translation>
    </message>
    <message>
        <source>The customer allowed control.</source>
        <translation>Stranka je dovolila nadzor.</translation>
    </message>
    <message>
        <source>The customer took control back.</source>
        <translation>Stranka je prevzela nadzor.</translation>
    </message>
    <message>
        <source>You gave control back.</source>
        <translation>Nadzor ste vrnili.</translation>
    </message>
    <message>
        <source>The customer did not allow control.</source>
        <translation>Stranka nadzora ni dovolila.</translation>
    </message>
    <message>
        <source>Remote control does not work on the customer&apos;s computer.</source>
        <translation>Upravljanje na daljavo na računalniku stranke ne deluje.</translation>
    </message>
    <message>
        <source>The customer ended the session.</source>
        <translation>Stranka je končala sejo.</translation>
    </message>
    <message>
        <source>The customer&apos;s emergency keys no longer work.</source>
        <translation>Strankine tipke za nujne primere ne delujejo več.</translation>
    </message>
    <message>
        <source>The session was ended for safety.</source>
        <translation>Seja je bila končana zaradi varnosti.</translation>
    </message>
</context>
<context>
    <name>SessionBar</name>
    <message>
        <source>&amp;Return control</source>
        <translation>&amp;Vrni nadzor</translation>
    </message>
    <message>
        <source>&amp;Ask for control</source>
        <translation>&amp;Zaprosi za nadzor</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Cel zaslon</translation>
    </message>
    <message>
        <source>Full screen (Ctrl+Alt+Return, there and back)</source>
        <translation>Cel zaslon (Ctrl+Alt+Enter, tja in nazaj)</translation>
    </message>
    <message>
        <source>Size of the picture</source>
        <translation>Velikost slike</translation>
    </message>
    <message>
        <source>Size of the picture (Ctrl+Alt+Page Up and Page Down)</source>
        <translation>Velikost slike (Ctrl+Alt+Page Up in Page Down)</translation>
    </message>
    <message>
        <source>Connection figures</source>
        <translation>Podatki o povezavi</translation>
    </message>
    <message>
        <source>Connection figures over the picture (Ctrl+Alt+Insert)</source>
        <translation>Podatki o povezavi nad sliko (Ctrl+Alt+Insert)</translation>
    </message>
    <message>
        <source>&amp;End session</source>
        <translation>&amp;Končaj sejo</translation>
    </message>
    <message>
        <source>&amp;New session</source>
        <translation>&amp;Nova seja</translation>
    </message>
</context>
<context>
    <name>SessionPage</name>
    <message>
        <source>&amp;Begin</source>
        <translation>&amp;Začni</translation>
    </message>
    <message>
        <source>Shows a warning first; your screen is not visible yet.</source>
        <translation>Najprej se pokaže opozorilo; vaš zaslon še ni viden.</translation>
    </message>
    <message>
        <source>&amp;Take control</source>
        <translation>&amp;Prevzemi nadzor</translation>
    </message>
    <message>
        <source>&amp;Allow control</source>
        <translation>&amp;Dovoli nadzor</translation>
    </message>
    <message>
        <source>&amp;Stop sharing</source>
        <translation>Za&amp;ustavi delitev</translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation>Pre&amp;kini povezavo</translation>
    </message>
    <message>
        <source>Ends the session for good.</source>
        <translation>Dokončno konča sejo.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>Zap&amp;ri</translation>
    </message>
</context>
<context>
    <name>SessionWindow</name>
    <message>
        <source>End the session?</source>
        <translation>Želite končati sejo?</translation>
    </message>
    <message>
        <source>Closing this window ends the session with the customer for good.</source>
        <translation>Če zaprete to okno, se seja s stranko dokončno konča.</translation>
    </message>
    <message>
        <source>End session</source>
        <translation>Končaj sejo</translation>
    </message>
    <message>
        <source>Session {number}: {state} – Pomoc</source>
        <translation>Seja {number}: {state} – Pomoc</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Stranka</translation>
    </message>
    <message>
        <source>Safety number: {digits}</source>
        <translation>Varnostna številka: {digits}</translation>
    </message>
    <message>
        <source>The customer sees the same number. Read it to each other to be sure.</source>
        <translation>Stranka vidi isto številko. Za gotovost si jo preberita.</translation>
    </message>
</context>
<context>
    <name>Startup</name>
    <message>
        <source>The command line is not understood: {detail}</source>
        <translation>Ukazna vrstica ni razumljiva: {detail}</translation>
    </message>
    <message>
        <source>The option {detail} works only together with --agent.</source>
        <translation>Možnost {detail} deluje samo skupaj z --agent.</translation>
    </message>
    <message>
        <source>The option {detail} does not go together with --agent.</source>
        <translation>Možnost {detail} ne gre skupaj z --agent.</translation>
    </message>
    <message>
        <source>{detail} is not a server address. It looks like wss://help.example.com.</source>
        <translation>{detail} ni naslov strežnika. Pravi naslov je videti takole: wss://help.example.com.</translation>
    </message>
    <message>
        <source>{detail} is not encrypted. Use wss://; ws:// is only for this computer itself.</source>
        <translation>{detail} ni šifriran naslov. Uporabite wss://; ws:// je samo za ta računalnik.</translation>
    </message>
    <message>
        <source>The option --password-file needs --login as well.</source>
        <translation>Možnost --password-file potrebuje tudi --login.</translation>
    </message>
    <message>
        <source>There is no screen to open a window on (DISPLAY is not set).</source>
        <translation>Ni zaslona, na katerem bi se odprlo okno (DISPLAY ni nastavljen).</translation>
    </message>
    <message>
        <source>The screen {detail} cannot be reached.</source>
        <translation>Zaslon {detail} ni dosegljiv.</translation>
    </message>
    <message>
        <source>The system library {detail} is missing. Please install it.</source>
        <translation>Manjka sistemska knjižnica {detail}. Namestite jo.</translation>
    </message>
    <message>
        <source>This copy of Pomoc belongs to no organisation. Please download it again from the page that your advisor named.</source>
        <translation>Ta izvod programa Pomoc ne pripada nobeni organizaciji. Prenesite ga znova s strani, ki jo je navedel svetovalec.</translation>
    </message>
    <message>
        <source>Name the server with --server, for example --server wss://help.example.com.</source>
        <translation>Strežnik navedite z --server, na primer --server wss://help.example.com.</translation>
    </message>
    <message>
        <source>The brand file of this copy is damaged or missing. Please download Pomoc again.</source>
        <translation>Datoteka z oznako organizacije v tem izvodu je poškodovana ali manjka. Program Pomoc prenesite znova.</translation>
    </message>
    <message>
        <source>The password file {path} cannot be read.</source>
        <translation>Datoteke z geslom {path} ni mogoče prebrati.</translation>
    </message>
    <message>
        <source>The settings were damaged and have been reset. The damaged file was kept as {path}.</source>
        <translation>Nastavitve so bile poškodovane in so ponastavljene. Poškodovana datoteka je shranjena kot {path}.</translation>
    </message>
    <message>
        <source>The settings cannot be saved in {path}. They hold until you close Pomoc.</source>
        <translation>Nastavitev ni mogoče shraniti v {path}. Veljajo, dokler ne zaprete programa Pomoc.</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Screen sharing</source>
        <translation>Delitev zaslona</translation>
    </message>
    <message>
        <source>Time since sharing began</source>
        <translation>Čas od začetka delitve</translation>
    </message>
    <message>
        <source>Allow control</source>
        <translation>Dovoli nadzor</translation>
    </message>
    <message>
        <source>Do not allow</source>
        <translation>Ne dovoli</translation>
    </message>
    <message>
        <source>Take control</source>
        <translation>Prevzemi nadzor</translation>
    </message>
    <message>
        <source>Stop sharing</source>
        <translation>Zaustavi delitev</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Prekini povezavo</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Nadaljuj</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>Ends the session for good. {keys} does the same from any window.</source>
        <translation>Dokončno konča sejo. {keys} naredi enako iz katerega koli okna.</translation>
    </message>
    <message>
        <source>{keys} ends the session at once, from any window.</source>
        <translation>{keys} takoj konča sejo iz katerega koli okna.</translation>
    </message>
    <message>
        <source>Disconnect ends the session at once.</source>
        <translation>»Prekini povezavo« takoj konča sejo.</translation>
    </message>
    <message>
        <source>Ends the session for good.</source>
        <translation>Dokončno konča sejo.</translation>
    </message>
    <message>
        <source>Chat ({number})</source>
        <translation>Klepet ({number})</translation>
    </message>
    <message numerus="yes">
        <source>%n unread messages</source>
        <translation>
            <numerusform>%n neprebrano sporočilo</numerusform>
            <numerusform>%n neprebrani sporočili</numerusform>
            <numerusform>%n neprebrana sporočila</numerusform>
            <numerusform>%n neprebranih sporočil</numerusform>
        </translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Klepet</translation>
    </message>
</context>
<context>
    <name>ViewerPane</name>
    <message>
        <source>You only see the screen. Ask for control to click.</source>
        <translation>Zaslon samo vidite. Če želite klikati, zaprosite za nadzor.</translation>
    </message>
    <message>
        <source>The customer has not answered yet.</source>
        <translation>Stranka še ni odgovorila.</translation>
    </message>
    <message>
        <source>The customer is using the mouse. Yours works again in a moment.</source>
        <translation>Stranka uporablja miško. Vaša bo znova delovala čez trenutek.</translation>
    </message>
    <message>
        <source>Keys go to the customer. Ctrl+Alt+Home: back to this window. Ctrl+Alt+Return: full screen.</source>
        <translation>Tipkate pri stranki. Ctrl+Alt+Home: nazaj v to okno. Ctrl+Alt+Enter: cel zaslon.</translation>
    </message>
    <message>
        <source>Click the picture to type on the customer&apos;s computer. Ctrl+Alt+Return: full screen.</source>
        <translation>Za tipkanje na strankinem računalniku kliknite sliko. Ctrl+Alt+Enter: cel zaslon.</translation>
    </message>
    <message>
        <source>Ctrl+Alt+Return: full screen.</source>
        <translation>Ctrl+Alt+Enter: cel zaslon.</translation>
    </message>
    <message>
        <source>Customer&apos;s screen</source>
        <translation>Strankin zaslon</translation>
    </message>
</context>
<context>
    <name>WarningDialog</name>
    <message>
        <source>Before you show your screen</source>
        <translation>Preden pokažete zaslon</translation>
    </message>
    <message>
        <source>Do you want to show your screen?</source>
        <translation>Ali želite pokazati svoj zaslon?</translation>
    </message>
    <message>
        <source>The advisor will see your whole screen and everything that appears on it, until you stop.</source>
        <translation>Svetovalec bo videl ves vaš zaslon in vse, kar se na njem pojavi, dokler delitve ne zaustavite.</translation>
    </message>
    <message>
        <source>First close everything private: bank pages, e-mail, photos and, above all, passwords.</source>
        <translation>Najprej zaprite vse zasebno: spletno banko, e-pošto, fotografije, predvsem pa gesla.</translation>
    </message>
    <message>
        <source>Mouse and keyboard stay yours. The advisor has to ask for them separately.</source>
        <translation>Miška in tipkovnica ostaneta vaši. Svetovalec mora zanju prositi posebej.</translation>
    </message>
    <message>
        <source>{keys} ends everything at once, whichever window is in front.</source>
        <translation>{keys} takoj konča vse, ne glede na to, katero okno je spredaj.</translation>
    </message>
    <message>
        <source>To end everything at once, click Disconnect in the bar at the top of the screen.</source>
        <translation>Vse takoj končate s klikom na »Prekini povezavo« v vrstici na vrhu zaslona.</translation>
    </message>
    <message>
        <source>Did you call them yourself? If a stranger called you, do not continue.</source>
        <translation>Ali ste poklicali sami? Če vas je poklical neznanec, ne nadaljujte.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Prekliči</translation>
    </message>
    <message>
        <source>Your computer asks next what to show: one window, or a whole screen. The advisor will see everything that appears in it, until you stop.</source>
        <translation>Računalnik vas bo zdaj vprašal, kaj naj pokaže: eno okno ali ves zaslon. Svetovalec bo videl vse, kar se tam pojavi, dokler delitve ne zaustavite.</translation>
    </message>
    <message>
        <source>This computer does not let Pomoc see the screen yet. In System Settings, under Privacy &amp; Security, allow Pomoc to record the screen, then start Pomoc again.</source>
        <translation>Ta računalnik programu Pomoc še ne dovoli videti zaslona. V sistemskih nastavitvah, pod Privacy &amp; Security, programu Pomoc dovolite snemanje zaslona, nato Pomoc zaženite znova.</translation>
    </message>
    <message>
        <source>Pomoc cannot cover password managers on this computer. Choose a single window, or first close everything private: bank pages, e-mail, photos and, above all, passwords.</source>
        <translation>Pomoc na tem računalniku ne more prekriti upravljalnikov gesel. Izberite eno samo okno ali pa najprej zaprite vse zasebno: spletno banko, e-pošto, fotografije, predvsem pa gesla.</translation>
    </message>
    <message>
        <source>S&amp;how ({seconds})</source>
        <translation>P&amp;okaži ({seconds})</translation>
    </message>
    <message>
        <source>S&amp;how</source>
        <translation>P&amp;okaži</translation>
    </message>
    <message numerus="yes">
        <source>Can be pressed in %n seconds</source>
        <translation>
            <numerusform>Na voljo bo čez %n sekundo</numerusform>
            <numerusform>Na voljo bo čez %n sekundi</numerusform>
            <numerusform>Na voljo bo čez %n sekunde</numerusform>
            <numerusform>Na voljo bo čez %n sekund</numerusform>
        </translation>
    </message>
    <message>
        <source>Shows your screen now</source>
        <translation>Takoj pokaže vaš zaslon</translation>
    </message>
</context>
<context>
    <name>Zoom</name>
    <message>
        <source>Automatic</source>
        <translation>Samodejno</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Prilagodi</translation>
    </message>
    <message>
        <source>Size 1:1</source>
        <translation>Velikost 1 : 1</translation>
    </message>
    <message>
        <source>Size 2:1</source>
        <translation>Velikost 2 : 1</translation>
    </message>
    <message>
        <source>Size 3:1</source>
        <translation>Velikost 3 : 1</translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>The number has 8 digits; you typed %n.</source>
        <translation>
            <numerusform>Številka ima 8 števk; vpisali ste %n.</numerusform>
            <numerusform>Številka ima 8 števk; vpisali ste %n.</numerusform>
            <numerusform>Številka ima 8 števk; vpisali ste %n.</numerusform>
            <numerusform>Številka ima 8 števk; vpisali ste jih %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Lasting</name>
    <message numerus="yes">
        <source>This session has lasted %n hour(s). Is everything all right, shall it go on?</source>
        <translation>
            <numerusform>Seja traja že %n uro. Je vse v redu, naj se nadaljuje?</numerusform>
            <numerusform>Seja traja že %n uri. Je vse v redu, naj se nadaljuje?</numerusform>
            <numerusform>Seja traja že %n ure. Je vse v redu, naj se nadaljuje?</numerusform>
            <numerusform>Seja traja že %n ur. Je vse v redu, naj se nadaljuje?</numerusform>
        </translation>
    </message>
</context>
</TS>
