<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pl" sourcelanguage="en">
<context>
    <name>AdvisorCard</name>
    <message>
        <source>Your advisor</source>
        <translation>Doradca</translation>
    </message>
    <message>
        <source>Certificate verified</source>
        <translation>Certyfikat zweryfikowany</translation>
    </message>
    <message>
        <source>Safety number</source>
        <translation>Numer kontrolny</translation>
    </message>
    <message>
        <source>Read it to each other:
both must see the same.</source>
        <translation>Proszę go porównać
z doradcą: musi być ten sam.</translation>
    </message>
</context>
<context>
    <name>AgentState</name>
    <message>
        <source>Preparing</source>
        <translation>Przygotowanie</translation>
    </message>
    <message>
        <source>Waiting for the customer</source>
        <translation>Oczekiwanie na klienta</translation>
    </message>
    <message>
        <source>Calling the customer</source>
        <translation>Łączenie z klientem</translation>
    </message>
    <message>
        <source>Chat only</source>
        <translation>Tylko czat</translation>
    </message>
    <message>
        <source>You see the screen</source>
        <translation>Podgląd ekranu</translation>
    </message>
    <message>
        <source>Control requested</source>
        <translation>Poproszono o kontrolę</translation>
    </message>
    <message>
        <source>You are in control</source>
        <translation>Kontrola po tej stronie</translation>
    </message>
    <message>
        <source>The customer is working</source>
        <translation>Klient pracuje sam</translation>
    </message>
    <message>
        <source>Connection lost, looking for it</source>
        <translation>Połączenie utracone, trwa szukanie</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Zakończono</translation>
    </message>
    <message>
        <source>You do not see the screen until the customer shows it.</source>
        <translation>Ekran nie jest widoczny, dopóki klient go nie udostępni.</translation>
    </message>
    <message>
        <source>To use mouse and keyboard there, ask for control.</source>
        <translation>Aby używać tam myszy i klawiatury, należy poprosić o kontrolę.</translation>
    </message>
    <message>
        <source>The customer is being asked whether you may use mouse and keyboard.</source>
        <translation>Klient został zapytany, czy pozwala na użycie myszy i klawiatury.</translation>
    </message>
    <message>
        <source>Your mouse and keyboard work on the customer&apos;s computer.</source>
        <translation>Mysz i klawiatura działają teraz na komputerze klienta.</translation>
    </message>
    <message>
        <source>Your mouse and keyboard wait until the customer&apos;s have been still for a moment.</source>
        <translation>Mysz i klawiatura zaczekają, aż klient przez chwilę nie będzie używał swoich.</translation>
    </message>
    <message>
        <source>You can go on writing: your messages are sent as soon as the connection is back.</source>
        <translation>Można dalej pisać: wiadomości zostaną wysłane, gdy tylko połączenie wróci.</translation>
    </message>
</context>
<context>
    <name>AgentWindow</name>
    <message>
        <source>Quit Pomoc?</source>
        <translation>Zamknąć program Pomoc?</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) will end for good.</source>
        <translation>
            <numerusform>%n sesja zostanie ostatecznie zakończona.</numerusform>
            <numerusform>%n sesje zostaną ostatecznie zakończone.</numerusform>
            <numerusform>%n sesji zostanie ostatecznie zakończonych.</numerusform>
        </translation>
    </message>
    <message>
        <source>End and quit</source>
        <translation>Zakończ i zamknij</translation>
    </message>
    <message>
        <source>Pomoc – advisor</source>
        <translation>Pomoc – doradca</translation>
    </message>
</context>
<context>
    <name>AuditSentences</name>
    <message>
        <source>The computer&apos;s clock was set back before line {line}.</source>
        <translation>Przed wierszem {line} cofnięto zegar komputera.</translation>
    </message>
    <message>
        <source>The log is unchanged since it was signed, but whose signature it is could not be checked. Name the organisation&apos;s brand file with --brand.</source>
        <translation>Dziennik nie zmienił się od podpisania, ale nie można było sprawdzić, czyj to podpis. Proszę wskazać plik marki organizacji opcją --brand.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>Nie można odczytać pliku.</translation>
    </message>
    <message>
        <source>The brand file is damaged or missing.</source>
        <translation>Plik marki jest uszkodzony lub go brakuje.</translation>
    </message>
    <message>
        <source>The command line is not understood.</source>
        <translation>Wiersz polecenia jest niezrozumiały.</translation>
    </message>
    <message>
        <source>The log is intact: session {fingerprint} of {start}, {line} lines, signed by {agent}, {organisation}.</source>
        <translation>Dziennik jest nienaruszony: sesja {fingerprint} z dnia {start}, liczba wierszy: {line}, podpis: {agent}, {organisation}.</translation>
    </message>
    <message>
        <source>The log is damaged: the file is empty.</source>
        <translation>Dziennik jest uszkodzony: plik jest pusty.</translation>
    </message>
    <message>
        <source>The log is damaged: line {line} is not a line of a log.</source>
        <translation>Dziennik jest uszkodzony: wiersz {line} nie jest wierszem dziennika.</translation>
    </message>
    <message>
        <source>The log was made by another version of Pomoc and cannot be checked by this one.</source>
        <translation>Dziennik utworzyła inna wersja programu Pomoc i ta nie może go sprawdzić.</translation>
    </message>
    <message>
        <source>The log is damaged: at line {line}, lines are missing, repeated or in another order.</source>
        <translation>Dziennik jest uszkodzony: przy wierszu {line} wierszy brakuje, powtarzają się lub są w innej kolejności.</translation>
    </message>
    <message>
        <source>The log is damaged: line {line} was changed, or does not belong after the line before it.</source>
        <translation>Dziennik jest uszkodzony: wiersz {line} został zmieniony lub nie pasuje do wiersza przed nim.</translation>
    </message>
    <message>
        <source>The log is damaged: it breaks off within line {line}.</source>
        <translation>Dziennik jest uszkodzony: urywa się w wierszu {line}.</translation>
    </message>
    <message>
        <source>The log has no end: after line {line} the program was stopped, or the rest was removed.</source>
        <translation>Dziennik nie ma końca: po wierszu {line} program został zatrzymany lub resztę usunięto.</translation>
    </message>
    <message>
        <source>The log ends with line {line} without the advisor&apos;s signature, so nobody vouches for what it says.</source>
        <translation>Dziennik kończy się wierszem {line} bez podpisu doradcy, więc nikt nie ręczy za jego treść.</translation>
    </message>
    <message>
        <source>The log is damaged: the signature in line {line} does not fit it.</source>
        <translation>Dziennik jest uszkodzony: podpis w wierszu {line} do niego nie pasuje.</translation>
    </message>
    <message>
        <source>The log is not to be trusted: the signature in line {line} is not that of the advisor whom it names.</source>
        <translation>Dziennikowi nie można ufać: podpis w wierszu {line} nie należy do doradcy, którego wymienia dziennik.</translation>
    </message>
    <message>
        <source>The log is damaged: from line {line} on, something was added after its end.</source>
        <translation>Dziennik jest uszkodzony: od wiersza {line} dopisano coś po jego końcu.</translation>
    </message>
</context>
<context>
    <name>CallDialog</name>
    <message>
        <source>Customer&apos;s number</source>
        <translation>Numer klienta</translation>
    </message>
    <message>
        <source>The customer reads you a number and a password from their window.</source>
        <translation>Klient odczytuje ze swojego okna numer i hasło.</translation>
    </message>
    <message>
        <source>&amp;Number</source>
        <translation>&amp;Numer</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Hasło</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Połącz</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Anuluj</translation>
    </message>
    <message numerus="yes">
        <source>The number has exactly %n digits.</source>
        <translation>
            <numerusform>Numer ma dokładnie %n cyfrę.</numerusform>
            <numerusform>Numer ma dokładnie %n cyfry.</numerusform>
            <numerusform>Numer ma dokładnie %n cyfr.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The password has exactly %n digits.</source>
        <translation>
            <numerusform>Hasło ma dokładnie %n cyfrę.</numerusform>
            <numerusform>Hasło ma dokładnie %n cyfry.</numerusform>
            <numerusform>Hasło ma dokładnie %n cyfr.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChatPanel</name>
    <message>
        <source>You</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Rozmowa</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Wiadomość</translation>
    </message>
    <message>
        <source>Return sends the message, Shift+Return starts a new line.</source>
        <translation>Enter wysyła wiadomość, Shift+Enter zaczyna nowy wiersz.</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Treść wiadomości</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Wyślij</translation>
    </message>
    <message>
        <source>New messages</source>
        <translation>Nowe wiadomości</translation>
    </message>
    <message numerus="yes">
        <source>%n characters left</source>
        <translation>
            <numerusform>Pozostał %n znak</numerusform>
            <numerusform>Pozostały %n znaki</numerusform>
            <numerusform>Pozostało %n znaków</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n characters too many</source>
        <translation>
            <numerusform>O %n znak za dużo</numerusform>
            <numerusform>O %n znaki za dużo</numerusform>
            <numerusform>O %n znaków za dużo</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CodePage</name>
    <message>
        <source>Help from a distance, as far as you allow it</source>
        <translation>Pomoc zdalna tylko w zakresie udzielonej zgody</translation>
    </message>
    <message>
        <source>&amp;Enter the session number</source>
        <translation>&amp;Wpisz numer sesji</translation>
    </message>
    <message>
        <source>Session number</source>
        <translation>Numer sesji</translation>
    </message>
    <message>
        <source>The 8 digits that your advisor gave you</source>
        <translation>8 cyfr otrzymanych od doradcy</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Połącz</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Anuluj</translation>
    </message>
    <message>
        <source>My advisor wants &amp;my number</source>
        <translation>Doradca prosi o &amp;mój numer</translation>
    </message>
    <message>
        <source>Connecting to your advisor …</source>
        <translation>Łączenie z doradcą …</translation>
    </message>
    <message>
        <source>After connecting there is only chat. Nothing of your screen is visible until you allow it twice.</source>
        <translation>Po połączeniu działa tylko czat. Ekran jest niewidoczny, dopóki nie udzieli się zgody dwa razy.</translation>
    </message>
</context>
<context>
    <name>ControlQuestion</name>
    <message>
        <source>&amp;Allow control</source>
        <translation>&amp;Zezwól na sterowanie</translation>
    </message>
    <message>
        <source>&amp;Do not allow</source>
        <translation>&amp;Nie zezwalaj</translation>
    </message>
</context>
<context>
    <name>CustomerWindow</name>
    <message>
        <source>({number}) {organisation}: remote help</source>
        <translation>({number}) {organisation}: pomoc zdalna</translation>
    </message>
    <message>
        <source>{organisation}: remote help</source>
        <translation>{organisation}: pomoc zdalna</translation>
    </message>
</context>
<context>
    <name>DashboardPage</name>
    <message>
        <source>&amp;New session</source>
        <translation>&amp;Nowa sesja</translation>
    </message>
    <message>
        <source>&amp;Customer&apos;s number…</source>
        <translation>Numer &amp;klienta…</translation>
    </message>
    <message>
        <source>For a customer whose window shows a number and a password</source>
        <translation>Dla klienta, którego okno pokazuje numer i hasło</translation>
    </message>
    <message>
        <source>&amp;Sessions</source>
        <translation>&amp;Sesje</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sesje</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sesja</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stan</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Od</translation>
    </message>
    <message>
        <source>No sessions yet. A new session gives you a number to read to the customer.</source>
        <translation>Nie ma jeszcze sesji. Nowa sesja daje numer, który należy przeczytać klientowi.</translation>
    </message>
    <message>
        <source>Session {number}</source>
        <translation>Sesja {number}</translation>
    </message>
</context>
<context>
    <name>DurationQuestion</name>
    <message>
        <source>&amp;Continue</source>
        <translation>Konty&amp;nuuj</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Rozłącz</translation>
    </message>
</context>
<context>
    <name>FullScreenBar</name>
    <message>
        <source>Ctrl+Alt+Return leaves full screen</source>
        <translation>Ctrl+Alt+Enter zamyka pełny ekran</translation>
    </message>
    <message>
        <source>Ctrl+Alt+Page Up/Page Down: size</source>
        <translation>Ctrl+Alt+Page Up/Page Down: rozmiar</translation>
    </message>
    <message>
        <source>Leave full screen</source>
        <translation>Zamknij pełny ekran</translation>
    </message>
</context>
<context>
    <name>InvitationPage</name>
    <message>
        <source>The call was given up.</source>
        <translation>Zrezygnowano z połączenia.</translation>
    </message>
    <message>
        <source>The number was withdrawn. Nobody can use it any more.</source>
        <translation>Numer został wycofany. Nikt nie może go już użyć.</translation>
    </message>
    <message>
        <source>Calling the customer…</source>
        <translation>Łączenie z klientem…</translation>
    </message>
    <message>
        <source>Asking the server for a number…</source>
        <translation>Pobieranie numeru z serwera…</translation>
    </message>
    <message>
        <source>Read this number to the customer</source>
        <translation>Ten numer należy przeczytać klientowi</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Skopiowano</translation>
    </message>
    <message>
        <source>&amp;Copy the number</source>
        <translation>&amp;Kopiuj numer</translation>
    </message>
    <message numerus="yes">
        <source>%n wrong attempt(s). After {most} the number stops working.</source>
        <translation>
            <numerusform>%n błędna próba. Po {most} numer przestaje działać.</numerusform>
            <numerusform>%n błędne próby. Po {most} numer przestaje działać.</numerusform>
            <numerusform>%n błędnych prób. Po {most} numer przestaje działać.</numerusform>
        </translation>
    </message>
    <message>
        <source>Read four digits, pause, then the other four: {first}, {second}. The number works once only.</source>
        <translation>Najpierw cztery cyfry, chwila przerwy, potem kolejne cztery: {first}, {second}. Numer działa tylko raz.</translation>
    </message>
</context>
<context>
    <name>LanguageChoice</name>
    <message>
        <source>Language</source>
        <translation>Język</translation>
    </message>
</context>
<context>
    <name>LifetimeLabel</name>
    <message>
        <source>Valid for {time}</source>
        <translation>Jeszcze ważne przez {time}</translation>
    </message>
</context>
<context>
    <name>LineOverlay</name>
    <message>
        <source>Round trip {time} ms   {rate} kbit/s   {state}</source>
        <translation>Czas odpowiedzi {time} ms   {rate} kbit/s   {state}</translation>
    </message>
    <message>
        <source>sharp</source>
        <translation>ostro</translation>
    </message>
    <message>
        <source>sharpening</source>
        <translation>wyostrza się</translation>
    </message>
    <message>
        <source>video</source>
        <translation>wideo</translation>
    </message>
</context>
<context>
    <name>LoginPage</name>
    <message>
        <source>The password or the code is wrong, or the code was already used. Wait until your app shows a new code, then try again.</source>
        <translation>Hasło lub kod są błędne albo kod został już użyty. Proszę poczekać na nowy kod w aplikacji i spróbować ponownie.</translation>
    </message>
    <message>
        <source>Advisor&apos;s login</source>
        <translation>Logowanie doradcy</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Serwer</translation>
    </message>
    <message>
        <source>&amp;User name</source>
        <translation>Nazwa &amp;użytkownika</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Hasło</translation>
    </message>
    <message>
        <source>Logging in…</source>
        <translation>Logowanie…</translation>
    </message>
    <message>
        <source>&amp;Log in</source>
        <translation>&amp;Zaloguj się</translation>
    </message>
    <message>
        <source>&amp;Code from your authenticator app</source>
        <translation>&amp;Kod z aplikacji uwierzytelniającej</translation>
    </message>
</context>
<context>
    <name>OfferPage</name>
    <message>
        <source>Number</source>
        <translation>Numer</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Hasło</translation>
    </message>
    <message>
        <source>Asking the server for a number …</source>
        <translation>Pobieranie numeru z serwera …</translation>
    </message>
    <message numerus="yes">
        <source>Read both to your advisor. The password works for %n minutes and once.</source>
        <translation>
            <numerusform>Proszę przeczytać doradcy jedno i drugie. Hasło działa przez %n minutę i tylko raz.</numerusform>
            <numerusform>Proszę przeczytać doradcy jedno i drugie. Hasło działa przez %n minuty i tylko raz.</numerusform>
            <numerusform>Proszę przeczytać doradcy jedno i drugie. Hasło działa przez %n minut i tylko raz.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wrong attempt(s). After {most} the password stops working.</source>
        <translation>
            <numerusform>%n błędna próba. Po {most} hasło przestaje działać.</numerusform>
            <numerusform>%n błędne próby. Po {most} hasło przestaje działać.</numerusform>
            <numerusform>%n błędnych prób. Po {most} hasło przestaje działać.</numerusform>
        </translation>
    </message>
    <message>
        <source>Did you call them yourself? If a stranger called you, do not continue.</source>
        <translation>Czy telefon wykonano z własnej inicjatywy? Jeśli zadzwonił ktoś nieznajomy, proszę nie kontynuować.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Anuluj</translation>
    </message>
</context>
<context>
    <name>Presence</name>
    <message>
        <source>The connection is lost. Pomoc is looking for it; once it is back, your screen will be visible again.</source>
        <translation>Połączenie zostało utracone. Pomoc go szuka; gdy wróci, ekran będzie znowu widoczny.</translation>
    </message>
    <message>
        <source>May {name} use your mouse and keyboard?</source>
        <translation>Czy {name} może używać myszy i klawiatury?</translation>
    </message>
    <message>
        <source>The session has ended.</source>
        <translation>Sesja jest zakończona.</translation>
    </message>
    <message>
        <source>{name} controls your mouse and keyboard</source>
        <translation>{name} steruje myszą i klawiaturą</translation>
    </message>
    <message>
        <source>You are using the mouse or keyboard: {name} waits</source>
        <translation>Mysz lub klawiatura w użyciu: {name} czeka</translation>
    </message>
    <message>
        <source>You are in control; {name} only sees your screen</source>
        <translation>Kontrola pozostaje u Państwa; {name} tylko widzi ekran</translation>
    </message>
    <message>
        <source>The connection is lost. Pomoc is looking for it …</source>
        <translation>Połączenie zostało utracone. Pomoc go szuka …</translation>
    </message>
    <message>
        <source>Only chat. Your screen is not visible.</source>
        <translation>Tylko czat. Ekran jest niewidoczny.</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>Type the 8 digits of the number that your advisor gave you.</source>
        <translation>Proszę wpisać 8 cyfr numeru otrzymanego od doradcy.</translation>
    </message>
    <message>
        <source>Type only the 8 digits of the number, without letters or other signs.</source>
        <translation>Proszę wpisać tylko 8 cyfr numeru, bez liter i innych znaków.</translation>
    </message>
    <message>
        <source>That is not a session number. It has exactly 8 digits.</source>
        <translation>To nie jest numer sesji. Numer sesji ma dokładnie 8 cyfr.</translation>
    </message>
    <message>
        <source>The number is wrong, has expired or was already used. Check it, or ask the advisor for a new one.</source>
        <translation>Numer jest błędny, stracił ważność lub został już użyty. Proszę go sprawdzić albo poprosić doradcę o nowy.</translation>
    </message>
    <message>
        <source>There were too many attempts in a short time. Wait a minute, then try again.</source>
        <translation>W krótkim czasie było zbyt wiele prób. Proszę odczekać minutę i spróbować ponownie.</translation>
    </message>
    <message>
        <source>The session could not be taken up again. Ask the advisor for a new number.</source>
        <translation>Nie udało się wznowić sesji. Proszę poprosić doradcę o nowy numer.</translation>
    </message>
    <message>
        <source>The advisor&apos;s account has been blocked. Call the organisation at a number that you know.</source>
        <translation>Konto doradcy zostało zablokowane. Proszę zadzwonić do organizacji pod znany sobie numer.</translation>
    </message>
    <message>
        <source>There were too many wrong passwords for this name. Wait a few minutes, then try again.</source>
        <translation>Dla tej nazwy zbyt wiele razy podano błędne hasło. Proszę odczekać kilka minut i spróbować ponownie.</translation>
    </message>
    <message>
        <source>Your account has a second lock. Type the code that your authenticator app shows now.</source>
        <translation>Konto ma dodatkowe zabezpieczenie. Proszę wpisać kod, który pokazuje teraz aplikacja uwierzytelniająca.</translation>
    </message>
    <message>
        <source>The server cannot be reached. Check your internet connection, then try again.</source>
        <translation>Nie można połączyć się z serwerem. Proszę sprawdzić połączenie z internetem i spróbować ponownie.</translation>
    </message>
    <message>
        <source>The server could not prove who it is, so the connection was not made. Check the date and time of this computer, or try from another network.</source>
        <translation>Serwer nie potwierdził swojej tożsamości, dlatego nie nawiązano połączenia. Proszę sprawdzić datę i godzinę tego komputera albo spróbować z innej sieci.</translation>
    </message>
    <message>
        <source>The server is busy. Wait a few minutes, then try again.</source>
        <translation>Serwer jest zajęty. Proszę odczekać kilka minut i spróbować ponownie.</translation>
    </message>
    <message>
        <source>The server is being restarted. Wait a minute, then try again.</source>
        <translation>Serwer jest właśnie uruchamiany ponownie. Proszę odczekać minutę i spróbować jeszcze raz.</translation>
    </message>
    <message>
        <source>The proxy of your network did not let the connection through. Ask the people who look after your network.</source>
        <translation>Serwer proxy tej sieci nie przepuścił połączenia. Proszę zwrócić się do administratora sieci.</translation>
    </message>
    <message>
        <source>This version of the program does not fit the server. Download the program again.</source>
        <translation>Ta wersja programu nie pasuje do serwera. Proszę pobrać program ponownie.</translation>
    </message>
    <message>
        <source>The name or the password is wrong. Check both and try again.</source>
        <translation>Nazwa lub hasło są błędne. Proszę je sprawdzić i spróbować ponownie.</translation>
    </message>
    <message>
        <source>Your login has expired. Log in again.</source>
        <translation>Logowanie straciło ważność. Proszę zalogować się ponownie.</translation>
    </message>
    <message>
        <source>The person at the other end could not prove that they work for this organisation. The connection was not made. Call the organisation at a number that you know.</source>
        <translation>Osoba po drugiej stronie nie potwierdziła, że pracuje w tej organizacji. Nie nawiązano połączenia. Proszę zadzwonić do organizacji pod znany sobie numer.</translation>
    </message>
    <message>
        <source>The advisor&apos;s certificate is not valid at this time. Check the date and time of this computer, then ask the advisor for a new number.</source>
        <translation>Certyfikat doradcy jest w tej chwili nieważny. Proszę sprawdzić datę i godzinę tego komputera, a potem poprosić doradcę o nowy numer.</translation>
    </message>
    <message>
        <source>A safe connection could not be made. Check the number, or ask the advisor for a new one.</source>
        <translation>Nie udało się nawiązać bezpiecznego połączenia. Proszę sprawdzić numer albo poprosić doradcę o nowy.</translation>
    </message>
    <message>
        <source>The advisor left before the session began. Ask the advisor for a new number.</source>
        <translation>Doradca rozłączył się przed rozpoczęciem sesji. Proszę poprosić doradcę o nowy numer.</translation>
    </message>
    <message>
        <source>Nobody typed the number within its lifetime. Start a new session.</source>
        <translation>Nikt nie wpisał numeru w czasie jego ważności. Proszę rozpocząć nową sesję.</translation>
    </message>
    <message>
        <source>The number was typed wrongly too often and no longer works. Start a new session.</source>
        <translation>Numer zbyt wiele razy wpisano błędnie i już nie działa. Proszę rozpocząć nową sesję.</translation>
    </message>
    <message>
        <source>The session could not be taken up again. Start a new session.</source>
        <translation>Nie udało się wznowić sesji. Proszę rozpocząć nową sesję.</translation>
    </message>
    <message>
        <source>Your account has been blocked. Ask your administrator.</source>
        <translation>Konto zostało zablokowane. Proszę zwrócić się do administratora.</translation>
    </message>
    <message>
        <source>Your certificate was not accepted. Log in again, or ask your administrator.</source>
        <translation>Certyfikat nie został przyjęty. Proszę zalogować się ponownie albo zwrócić się do administratora.</translation>
    </message>
    <message>
        <source>Your certificate is not valid at this time. Check the date and time of this computer, then log in again.</source>
        <translation>Certyfikat jest w tej chwili nieważny. Proszę sprawdzić datę i godzinę tego komputera, a potem zalogować się ponownie.</translation>
    </message>
    <message>
        <source>A safe connection to the customer could not be made. Start a new session.</source>
        <translation>Nie udało się nawiązać bezpiecznego połączenia z klientem. Proszę rozpocząć nową sesję.</translation>
    </message>
    <message>
        <source>The customer left before the session began. Start a new session.</source>
        <translation>Klient rozłączył się przed rozpoczęciem sesji. Proszę rozpocząć nową sesję.</translation>
    </message>
    <message>
        <source>You ended the session. You can close this window.</source>
        <translation>Sesja została zakończona z tej strony. To okno można zamknąć.</translation>
    </message>
    <message>
        <source>The advisor ended the session. If you need more help, ask for a new number.</source>
        <translation>Doradca zakończył sesję. Jeśli pomoc jest nadal potrzebna, proszę poprosić o nowy numer.</translation>
    </message>
    <message>
        <source>The session was ended for your safety: the other side&apos;s program did something that is not allowed. Call the organisation before you connect again.</source>
        <translation>Sesję zakończono ze względów bezpieczeństwa: program po drugiej stronie zrobił coś niedozwolonego. Przed ponownym połączeniem proszę zadzwonić do organizacji.</translation>
    </message>
    <message>
        <source>The session ended because of an error in the program. Close this window, open the program again and ask the advisor for a new number.</source>
        <translation>Sesja zakończyła się z powodu błędu programu. Proszę zamknąć to okno, otworzyć program ponownie i poprosić doradcę o nowy numer.</translation>
    </message>
    <message>
        <source>The customer ended the session. To go on, start a new session.</source>
        <translation>Klient zakończył sesję. Aby kontynuować, proszę rozpocząć nową sesję.</translation>
    </message>
    <message>
        <source>The session was ended for safety: the customer&apos;s program did something that is not allowed. Tell your administrator.</source>
        <translation>Sesję zakończono ze względów bezpieczeństwa: program klienta zrobił coś niedozwolonego. Proszę powiadomić administratora.</translation>
    </message>
    <message>
        <source>The session ended because of an error in the program. Start a new session.</source>
        <translation>Sesja zakończyła się z powodu błędu programu. Proszę rozpocząć nową sesję.</translation>
    </message>
    <message>
        <source>Connected with {name}. Nothing of your screen is visible.</source>
        <translation>Nawiązano połączenie: {name}. Ekran jest niewidoczny.</translation>
    </message>
    <message>
        <source>{name} now sees your screen.</source>
        <translation>{name} widzi teraz ekran tego komputera.</translation>
    </message>
    <message>
        <source>Your screen is no longer visible. You can go on chatting.</source>
        <translation>Ekran nie jest już widoczny. Czat działa dalej.</translation>
    </message>
    <message>
        <source>Your screen could not be shown, so sharing has stopped. You can go on chatting.</source>
        <translation>Nie udało się pokazać ekranu, dlatego udostępnianie zatrzymano. Czat działa dalej.</translation>
    </message>
    <message>
        <source>{name} asks to use your mouse and keyboard.</source>
        <translation>{name} prosi o możliwość użycia myszy i klawiatury.</translation>
    </message>
    <message>
        <source>You allowed control: {name} can use your mouse and keyboard.</source>
        <translation>Udzielono zgody na sterowanie: {name} może używać myszy i klawiatury.</translation>
    </message>
    <message>
        <source>You took control: {name} only sees your screen.</source>
        <translation>Sterowanie przejęte: {name} tylko widzi ekran.</translation>
    </message>
    <message>
        <source>{name} gives control back to you.</source>
        <translation>{name} oddaje sterowanie.</translation>
    </message>
    <message>
        <source>You did not allow control: {name} only sees your screen.</source>
        <translation>Nie udzielono zgody na sterowanie: {name} tylko widzi ekran.</translation>
    </message>
    <message>
        <source>Remote control does not work on this computer: {name} only sees your screen.</source>
        <translation>Zdalne sterowanie nie działa na tym komputerze: {name} tylko widzi ekran.</translation>
    </message>
    <message>
        <source>The session has ended: the advisor&apos;s account was blocked.</source>
        <translation>Sesja zakończyła się: konto doradcy zostało zablokowane.</translation>
    </message>
    <message>
        <source>The connection was lost, and Pomoc is looking for it. Nothing of your screen is visible.</source>
        <translation>Połączenie zostało przerwane i Pomoc go szuka. Ekran jest niewidoczny.</translation>
    </message>
    <message>
        <source>The connection is back. Mouse and keyboard are yours alone.</source>
        <translation>Połączenie wróciło. Doradca nie może używać myszy ani klawiatury.</translation>
    </message>
    <message>
        <source>The connection did not come back.</source>
        <translation>Połączenie nie wróciło.</translation>
    </message>
    <message>
        <source>The session could not be taken up again safely.</source>
        <translation>Nie udało się bezpiecznie wznowić sesji.</translation>
    </message>
    <message>
        <source>Nothing was moved for a long time, so your screen is no longer visible.</source>
        <translation>Przez dłuższy czas nic się nie działo, dlatego ekran nie jest już widoczny.</translation>
    </message>
    <message>
        <source>The session has ended: nobody answered whether it should go on.</source>
        <translation>Sesja zakończyła się: nikt nie odpowiedział, czy ma trwać dalej.</translation>
    </message>
    <message>
        <source>You stopped the session with the emergency keys.</source>
        <translation>Sesję przerwano z tej strony klawiszami awaryjnymi.</translation>
    </message>
    <message>
        <source>The emergency keys no longer work. To end the session, click Disconnect.</source>
        <translation>Klawisze awaryjne już nie działają. Aby zakończyć sesję, proszę kliknąć „Rozłącz”.</translation>
    </message>
    <message>
        <source>The record of this session cannot be written on this computer. The session goes on.</source>
        <translation>Przebiegu tej sesji nie można zapisywać na tym komputerze. Sesja trwa dalej.</translation>
    </message>
    <message>
        <source>Someone typed a wrong number.</source>
        <translation>Ktoś wpisał błędny numer.</translation>
    </message>
    <message>
        <source>The session has ended: your account was blocked.</source>
        <translation>Sesja zakończyła się: konto zostało zablokowane.</translation>
    </message>
    <message>
        <source>The connection was lost, and Pomoc is looking for it. Your messages wait until it is back.</source>
        <translation>Połączenie zostało przerwane i Pomoc go szuka. Wiadomości poczekają, aż wróci.</translation>
    </message>
    <message>
        <source>The connection is back. You do not have control.</source>
        <translation>Połączenie wróciło. Kontrola nie jest po tej stronie.</translation>
    </message>
    <message>
        <source>Nothing was moved for a long time, so sharing has stopped.</source>
        <translation>Przez dłuższy czas nic się nie działo, dlatego udostępnianie zatrzymano.</translation>
    </message>
    <message>
        <source>The session has ended: the customer did not answer whether it should go on.</source>
        <translation>Sesja zakończyła się: klient nie odpowiedział, czy ma trwać dalej.</translation>
    </message>
    <message>
        <source>The customer stopped the session with the emergency keys.</source>
        <translation>Klient przerwał sesję klawiszami awaryjnymi.</translation>
    </message>
    <message>
        <source>You ended the session.</source>
        <translation>Sesja została zakończona z tej strony.</translation>
    </message>
    <message>
        <source>Your password has expired. If your advisor still needs one, let a new one be shown.</source>
        <translation>Hasło straciło ważność. Jeśli doradca nadal go potrzebuje, proszę wyświetlić nowe.</translation>
    </message>
    <message>
        <source>Your password was typed wrongly too often and no longer works. If your advisor still needs one, let a new one be shown.</source>
        <translation>Hasło zbyt wiele razy wpisano błędnie i już nie działa. Jeśli doradca nadal go potrzebuje, proszę wyświetlić nowe.</translation>
    </message>
    <message>
        <source>The number or the password is wrong, has expired or was already used. Ask the customer for new ones.</source>
        <translation>Numer lub hasło są błędne, straciły ważność albo zostały już użyte. Proszę poprosić klienta o nowe.</translation>
    </message>
    <message>
        <source>The connection was lost and did not come back within two minutes, so the session has ended. Check your internet connection, then ask the advisor for a new number.</source>
        <translation>Połączenie zostało przerwane i nie wróciło w ciągu dwóch minut, dlatego sesja się zakończyła. Proszę sprawdzić połączenie z internetem, a potem poprosić doradcę o nowy numer.</translation>
    </message>
    <message>
        <source>The session could not be taken up again safely, so it has ended. To go on, ask the advisor for a new number.</source>
        <translation>Nie udało się bezpiecznie wznowić sesji, dlatego została zakończona. Aby kontynuować, proszę poprosić doradcę o nowy numer.</translation>
    </message>
    <message>
        <source>The session has ended because the advisor&apos;s account was blocked. Call the organisation at a number that you know.</source>
        <translation>Sesja zakończyła się, ponieważ konto doradcy zostało zablokowane. Proszę zadzwonić do organizacji pod znany sobie numer.</translation>
    </message>
    <message>
        <source>You stopped the session with the emergency keys. If something was wrong, call the organisation at a number that you know.</source>
        <translation>Sesję przerwano z tej strony klawiszami awaryjnymi. Jeśli coś było nie tak, proszę zadzwonić do organizacji pod znany sobie numer.</translation>
    </message>
    <message>
        <source>The session has ended because nobody answered whether it should go on. If you need more help, ask for a new number.</source>
        <translation>Sesja zakończyła się, ponieważ nikt nie odpowiedział, czy ma trwać dalej. Jeśli pomoc jest nadal potrzebna, proszę poprosić o nowy numer.</translation>
    </message>
    <message>
        <source>The connection was lost and did not come back within two minutes, so the session has ended. To go on, start a new session.</source>
        <translation>Połączenie zostało przerwane i nie wróciło w ciągu dwóch minut, dlatego sesja się zakończyła. Aby kontynuować, proszę rozpocząć nową sesję.</translation>
    </message>
    <message>
        <source>The session could not be taken up again safely, so it has ended. To go on, start a new session.</source>
        <translation>Nie udało się bezpiecznie wznowić sesji, dlatego została zakończona. Aby kontynuować, proszę rozpocząć nową sesję.</translation>
    </message>
    <message>
        <source>The session has ended because your account was blocked. Ask your administrator.</source>
        <translation>Sesja zakończyła się, ponieważ konto zostało zablokowane. Proszę zwrócić się do administratora.</translation>
    </message>
    <message>
        <source>The customer stopped the session with the emergency keys. Call before you connect again.</source>
        <translation>Klient przerwał sesję klawiszami awaryjnymi. Przed ponownym połączeniem proszę do niego zadzwonić.</translation>
    </message>
    <message>
        <source>The session has ended because the customer did not answer whether it should go on. To go on, start a new session.</source>
        <translation>Sesja zakończyła się, ponieważ klient nie odpowiedział, czy ma trwać dalej. Aby kontynuować, proszę rozpocząć nową sesję.</translation>
    </message>
    <message>
        <source>Someone typed a wrong password.</source>
        <translation>Ktoś wpisał błędne hasło.</translation>
    </message>
    <message>
        <source>{name} ended the session.</source>
        <translation>Druga strona zakończyła sesję: {name}.</translation>
    </message>
    <message>
        <source>The session was ended for your safety.</source>
        <translation>Sesję zakończono ze względów bezpieczeństwa.</translation>
    </message>
    <message>
        <source>The session ended because of an error in the program.</source>
        <translation>Sesja zakończyła się z powodu błędu programu.</translation>
    </message>
    <message>
        <source>The customer has connected. Only chat for now.</source>
        <translation>Klient połączył się. Na razie tylko czat.</translation>
    </message>
    <message>
        <source>The customer shows the screen.</source>
        <translation>Klient pokazuje ekran.</translation>
    </message>
    <message>
        <source>The customer stopped showing the screen.</source>
        <translation>Klient nie pokazuje już ekranu.</translation>
    </message>
    <message>
        <source>The customer&apos;s screen could not be shown.</source>
        <translation>Nie udało się pokazać ekranu klienta.</translation>
    </message>
    <message>
        <source>You asked for control. Wait for the customer&apos;s answer.</source>
        <translation>Wysłano prośbę o sterowanie. Proszę zaczekać na odpowiedź klienta.</translation>
    </message>
    <message>
        <source>The customer allowed control.</source>
        <translation>Klient zezwolił na sterowanie.</translation>
    </message>
    <message>
        <source>The customer took control back.</source>
        <translation>Klient przejął sterowanie.</translation>
    </message>
    <message>
        <source>You gave control back.</source>
        <translation>Oddano sterowanie.</translation>
    </message>
    <message>
        <source>The customer did not allow control.</source>
        <translation>Klient nie zezwolił na sterowanie.</translation>
    </message>
    <message>
        <source>Remote control does not work on the customer&apos;s computer.</source>
        <translation>Zdalne sterowanie nie działa na komputerze klienta.</translation>
    </message>
    <message>
        <source>The customer ended the session.</source>
        <translation>Klient zakończył sesję.</translation>
    </message>
    <message>
        <source>The customer&apos;s emergency keys no longer work.</source>
        <translation>Klawisze awaryjne klienta już nie działają.</translation>
    </message>
    <message>
        <source>The session was ended for safety.</source>
        <translation>Sesję zakończono ze względów bezpieczeństwa.</translation>
    </message>
</context>
<context>
    <name>SessionBar</name>
    <message>
        <source>&amp;Return control</source>
        <translation>&amp;Oddaj kontrolę</translation>
    </message>
    <message>
        <source>&amp;Ask for control</source>
        <translation>&amp;Poproś o kontrolę</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Pełny ekran</translation>
    </message>
    <message>
        <source>Full screen (Ctrl+Alt+Return, there and back)</source>
        <translation>Pełny ekran (Ctrl+Alt+Enter włącza i wyłącza)</translation>
    </message>
    <message>
        <source>Size of the picture</source>
        <translation>Rozmiar obrazu</translation>
    </message>
    <message>
        <source>Size of the picture (Ctrl+Alt+Page Up and Page Down)</source>
        <translation>Rozmiar obrazu (Ctrl+Alt+Page Up i Page Down)</translation>
    </message>
    <message>
        <source>Connection figures</source>
        <translation>Dane połączenia</translation>
    </message>
    <message>
        <source>Connection figures over the picture (Ctrl+Alt+Insert)</source>
        <translation>Dane połączenia nad obrazem (Ctrl+Alt+Insert)</translation>
    </message>
    <message>
        <source>&amp;End session</source>
        <translation>&amp;Zakończ sesję</translation>
    </message>
    <message>
        <source>&amp;New session</source>
        <translation>&amp;Nowa sesja</translation>
    </message>
</context>
<context>
    <name>SessionPage</name>
    <message>
        <source>&amp;Begin</source>
        <translation>&amp;Rozpocznij</translation>
    </message>
    <message>
        <source>Shows a warning first; your screen is not visible yet.</source>
        <translation>Najpierw pojawi się ostrzeżenie; ekran nie jest jeszcze widoczny.</translation>
    </message>
    <message>
        <source>&amp;Take control</source>
        <translation>&amp;Przejmij sterowanie</translation>
    </message>
    <message>
        <source>&amp;Allow control</source>
        <translation>&amp;Zezwól na sterowanie</translation>
    </message>
    <message>
        <source>&amp;Stop sharing</source>
        <translation>Za&amp;trzymaj udostępnianie</translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation>R&amp;ozłącz</translation>
    </message>
    <message>
        <source>Ends the session for good.</source>
        <translation>Kończy sesję na dobre.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>Za&amp;mknij</translation>
    </message>
</context>
<context>
    <name>SessionWindow</name>
    <message>
        <source>End the session?</source>
        <translation>Zakończyć sesję?</translation>
    </message>
    <message>
        <source>Closing this window ends the session with the customer for good.</source>
        <translation>Zamknięcie tego okna ostatecznie kończy sesję z klientem.</translation>
    </message>
    <message>
        <source>End session</source>
        <translation>Zakończ sesję</translation>
    </message>
    <message>
        <source>Session {number}: {state} – Pomoc</source>
        <translation>Sesja {number}: {state} – Pomoc</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Klient</translation>
    </message>
    <message>
        <source>Safety number: {digits}</source>
        <translation>Numer bezpieczeństwa: {digits}</translation>
    </message>
    <message>
        <source>The customer sees the same number. Read it to each other to be sure.</source>
        <translation>Klient widzi ten sam numer. Dla pewności warto przeczytać go sobie nawzajem.</translation>
    </message>
</context>
<context>
    <name>Startup</name>
    <message>
        <source>The command line is not understood: {detail}</source>
        <translation>Niezrozumiały wiersz poleceń: {detail}</translation>
    </message>
    <message>
        <source>The option {detail} works only together with --agent.</source>
        <translation>Opcja {detail} działa tylko razem z --agent.</translation>
    </message>
    <message>
        <source>The option {detail} does not go together with --agent.</source>
        <translation>Opcji {detail} nie można użyć razem z --agent.</translation>
    </message>
    <message>
        <source>{detail} is not a server address. It looks like wss://help.example.com.</source>
        <translation>{detail} nie jest adresem serwera. Adres wygląda tak: wss://help.example.com.</translation>
    </message>
    <message>
        <source>{detail} is not encrypted. Use wss://; ws:// is only for this computer itself.</source>
        <translation>{detail} nie jest adresem szyfrowanym. Proszę użyć wss://; ws:// służy tylko do połączeń z tym samym komputerem.</translation>
    </message>
    <message>
        <source>The option --password-file needs --login as well.</source>
        <translation>Opcja --password-file wymaga także --login.</translation>
    </message>
    <message>
        <source>There is no screen to open a window on (DISPLAY is not set).</source>
        <translation>Nie ma ekranu, na którym można otworzyć okno (zmienna DISPLAY nie jest ustawiona).</translation>
    </message>
    <message>
        <source>The screen {detail} cannot be reached.</source>
        <translation>Nie można połączyć się z ekranem {detail}.</translation>
    </message>
    <message>
        <source>The system library {detail} is missing. Please install it.</source>
        <translation>Brakuje biblioteki systemowej {detail}. Proszę ją zainstalować.</translation>
    </message>
    <message>
        <source>This copy of Pomoc belongs to no organisation. Please download it again from the page that your advisor named.</source>
        <translation>Ta kopia programu Pomoc nie należy do żadnej organizacji. Proszę pobrać ją ponownie ze strony podanej przez doradcę.</translation>
    </message>
    <message>
        <source>Name the server with --server, for example --server wss://help.example.com.</source>
        <translation>Serwer podaje się opcją --server, na przykład --server wss://help.example.com.</translation>
    </message>
    <message>
        <source>The brand file of this copy is damaged or missing. Please download Pomoc again.</source>
        <translation>Plik organizacji w tej kopii jest uszkodzony lub go brakuje. Proszę pobrać program Pomoc ponownie.</translation>
    </message>
    <message>
        <source>The password file {path} cannot be read.</source>
        <translation>Nie można odczytać pliku z hasłem {path}.</translation>
    </message>
    <message>
        <source>The settings were damaged and have been reset. The damaged file was kept as {path}.</source>
        <translation>Ustawienia były uszkodzone i zostały przywrócone do początkowych. Uszkodzony plik zachowano jako {path}.</translation>
    </message>
    <message>
        <source>The settings cannot be saved in {path}. They hold until you close Pomoc.</source>
        <translation>Nie można zapisać ustawień w {path}. Obowiązują do zamknięcia programu Pomoc.</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Screen sharing</source>
        <translation>Udostępnianie ekranu</translation>
    </message>
    <message>
        <source>Time since sharing began</source>
        <translation>Czas od rozpoczęcia udostępniania</translation>
    </message>
    <message>
        <source>Allow control</source>
        <translation>Zezwól na sterowanie</translation>
    </message>
    <message>
        <source>Do not allow</source>
        <translation>Nie zezwalaj</translation>
    </message>
    <message>
        <source>Take control</source>
        <translation>Przejmij sterowanie</translation>
    </message>
    <message>
        <source>Stop sharing</source>
        <translation>Zatrzymaj udostępnianie</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Rozłącz</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Kontynuuj</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} godz. {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>Ends the session for good. {keys} does the same from any window.</source>
        <translation>Kończy sesję na dobre. {keys} robi to samo z dowolnego okna.</translation>
    </message>
    <message>
        <source>{keys} ends the session at once, from any window.</source>
        <translation>{keys} natychmiast kończy sesję z dowolnego okna.</translation>
    </message>
    <message>
        <source>Disconnect ends the session at once.</source>
        <translation>„Rozłącz” natychmiast kończy sesję.</translation>
    </message>
    <message>
        <source>Ends the session for good.</source>
        <translation>Kończy sesję na dobre.</translation>
    </message>
    <message>
        <source>Chat ({number})</source>
        <translation>Czat ({number})</translation>
    </message>
    <message numerus="yes">
        <source>%n unread messages</source>
        <translation>
            <numerusform>%n nieprzeczytana wiadomość</numerusform>
            <numerusform>%n nieprzeczytane wiadomości</numerusform>
            <numerusform>%n nieprzeczytanych wiadomości</numerusform>
        </translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Czat</translation>
    </message>
</context>
<context>
    <name>ViewerPane</name>
    <message>
        <source>You only see the screen. Ask for control to click.</source>
        <translation>Ekran jest tylko do podglądu. Aby klikać, należy poprosić o kontrolę.</translation>
    </message>
    <message>
        <source>The customer has not answered yet.</source>
        <translation>Klient jeszcze nie odpowiedział.</translation>
    </message>
    <message>
        <source>The customer is using the mouse. Yours works again in a moment.</source>
        <translation>Klient używa myszy. Ta tutaj za chwilę znów zadziała.</translation>
    </message>
    <message>
        <source>Keys go to the customer. Ctrl+Alt+Home: back to this window. Ctrl+Alt+Return: full screen.</source>
        <translation>Klawisze trafiają do klienta. Ctrl+Alt+Home: powrót do tego okna. Ctrl+Alt+Enter: pełny ekran.</translation>
    </message>
    <message>
        <source>Click the picture to type on the customer&apos;s computer. Ctrl+Alt+Return: full screen.</source>
        <translation>Kliknięcie obrazu pozwala pisać na komputerze klienta. Ctrl+Alt+Enter: pełny ekran.</translation>
    </message>
    <message>
        <source>Ctrl+Alt+Return: full screen.</source>
        <translation>Ctrl+Alt+Enter: pełny ekran.</translation>
    </message>
    <message>
        <source>Customer&apos;s screen</source>
        <translation>Ekran klienta</translation>
    </message>
</context>
<context>
    <name>WarningDialog</name>
    <message>
        <source>Before you show your screen</source>
        <translation>Przed pokazaniem ekranu</translation>
    </message>
    <message>
        <source>Do you want to show your screen?</source>
        <translation>Czy pokazać ekran?</translation>
    </message>
    <message>
        <source>The advisor will see your whole screen and everything that appears on it, until you stop.</source>
        <translation>Doradca będzie widzieć cały ekran i wszystko, co się na nim pojawi, aż do zatrzymania udostępniania.</translation>
    </message>
    <message>
        <source>First close everything private: bank pages, e-mail, photos and, above all, passwords.</source>
        <translation>Najpierw proszę zamknąć wszystko, co prywatne: strony banku, pocztę, zdjęcia, a przede wszystkim hasła.</translation>
    </message>
    <message>
        <source>Mouse and keyboard stay yours. The advisor has to ask for them separately.</source>
        <translation>Mysz i klawiatura pozostają do wyłącznej dyspozycji użytkownika. Doradca musi poprosić o nie osobno.</translation>
    </message>
    <message>
        <source>{keys} ends everything at once, whichever window is in front.</source>
        <translation>{keys} natychmiast kończy wszystko, niezależnie od tego, które okno jest na wierzchu.</translation>
    </message>
    <message>
        <source>To end everything at once, click Disconnect in the bar at the top of the screen.</source>
        <translation>Aby natychmiast zakończyć wszystko, proszę kliknąć „Rozłącz” na pasku u góry ekranu.</translation>
    </message>
    <message>
        <source>Did you call them yourself? If a stranger called you, do not continue.</source>
        <translation>Czy telefon wykonano z własnej inicjatywy? Jeśli zadzwonił ktoś nieznajomy, proszę nie kontynuować.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Anuluj</translation>
    </message>
    <message>
        <source>Your computer asks next what to show: one window, or a whole screen. The advisor will see everything that appears in it, until you stop.</source>
        <translation>Komputer zapyta teraz, co pokazać: jedno okno czy cały ekran. Doradca będzie widzieć wszystko, co się tam pojawi, aż do zatrzymania udostępniania.</translation>
    </message>
    <message>
        <source>This computer does not let Pomoc see the screen yet. In System Settings, under Privacy &amp; Security, allow Pomoc to record the screen, then start Pomoc again.</source>
        <translation>Ten komputer nie pozwala jeszcze programowi Pomoc widzieć ekranu. W Ustawieniach systemowych, w części Prywatność i ochrona (Privacy &amp; Security), proszę zezwolić programowi Pomoc na nagrywanie ekranu, a potem uruchomić go ponownie.</translation>
    </message>
    <message>
        <source>Pomoc cannot cover password managers on this computer. Choose a single window, or first close everything private: bank pages, e-mail, photos and, above all, passwords.</source>
        <translation>Pomoc nie może na tym komputerze zakryć menedżerów haseł. Proszę wybrać jedno okno albo najpierw zamknąć wszystko, co prywatne: strony banku, pocztę, zdjęcia, a przede wszystkim hasła.</translation>
    </message>
    <message>
        <source>S&amp;how ({seconds})</source>
        <translation>P&amp;okaż ({seconds})</translation>
    </message>
    <message>
        <source>S&amp;how</source>
        <translation>P&amp;okaż</translation>
    </message>
    <message numerus="yes">
        <source>Can be pressed in %n seconds</source>
        <translation>
            <numerusform>Będzie dostępny za %n sekundę</numerusform>
            <numerusform>Będzie dostępny za %n sekundy</numerusform>
            <numerusform>Będzie dostępny za %n sekund</numerusform>
        </translation>
    </message>
    <message>
        <source>Shows your screen now</source>
        <translation>Natychmiast pokazuje ekran</translation>
    </message>
</context>
<context>
    <name>Zoom</name>
    <message>
        <source>Automatic</source>
        <translation>Automatycznie</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Dopasuj</translation>
    </message>
    <message>
        <source>Size 1:1</source>
        <translation>Rozmiar 1:1</translation>
    </message>
    <message>
        <source>Size 2:1</source>
        <translation>Rozmiar 2:1</translation>
    </message>
    <message>
        <source>Size 3:1</source>
        <translation>Rozmiar 3:1</translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>The number has 8 digits; you typed %n.</source>
        <translation>
            <numerusform>Numer ma 8 cyfr; wpisano %n.</numerusform>
            <numerusform>Numer ma 8 cyfr; wpisano %n.</numerusform>
            <numerusform>Numer ma 8 cyfr; wpisano %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Lasting</name>
    <message numerus="yes">
        <source>This session has lasted %n hour(s). Is everything all right, shall it go on?</source>
        <translation>
            <numerusform>Ta sesja trwa już %n godzinę. Czy wszystko w porządku, czy ma trwać dalej?</numerusform>
            <numerusform>Ta sesja trwa już %n godziny. Czy wszystko w porządku, czy ma trwać dalej?</numerusform>
            <numerusform>Ta sesja trwa już %n godzin. Czy wszystko w porządku, czy ma trwać dalej?</numerusform>
        </translation>
    </message>
</context>
</TS>
