<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AgentWindow</name>
    <message numerus="yes">
        <source>%n session(s) will end for good.</source>
        <translation>
            <numerusform>%n session will end for good.</numerusform>
            <numerusform>%n sessions will end for good.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CallDialog</name>
    <message numerus="yes">
        <source>The number has exactly %n digits.</source>
        <translation>
            <numerusform>The number has exactly %n digit.</numerusform>
            <numerusform>The number has exactly %n digits.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The password has exactly %n digits.</source>
        <translation>
            <numerusform>The password has exactly %n digit.</numerusform>
            <numerusform>The password has exactly %n digits.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChatPanel</name>
    <message numerus="yes">
        <source>%n characters left</source>
        <translation>
            <numerusform>%n character left</numerusform>
            <numerusform>%n characters left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n characters too many</source>
        <translation>
            <numerusform>%n character too many</numerusform>
            <numerusform>%n characters too many</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InvitationPage</name>
    <message numerus="yes">
        <source>%n wrong attempt(s). After {most} the number stops working.</source>
        <translation>
            <numerusform>%n wrong attempt. After {most} the number stops working.</numerusform>
            <numerusform>%n wrong attempts. After {most} the number stops working.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OfferPage</name>
    <message numerus="yes">
        <source>Read both to your advisor. The password works for %n minutes and once.</source>
        <translation>
            <numerusform>Read both to your advisor. The password works for %n minute and once.</numerusform>
            <numerusform>Read both to your advisor. The password works for %n minutes and once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wrong attempt(s). After {most} the password stops working.</source>
        <translation>
            <numerusform>%n wrong attempt. After {most} the password stops working.</numerusform>
            <numerusform>%n wrong attempts. After {most} the password stops working.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>%n unread messages</source>
        <translation>
            <numerusform>%n unread message</numerusform>
            <numerusform>%n unread messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WarningDialog</name>
    <message numerus="yes">
        <source>Can be pressed in %n seconds</source>
        <translation>
            <numerusform>Can be pressed in %n second</numerusform>
            <numerusform>Can be pressed in %n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>The number has 8 digits; you typed %n.</source>
        <translation>
            <numerusform>The number has 8 digits; you typed %n.</numerusform>
            <numerusform>The number has 8 digits; you typed %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Lasting</name>
    <message numerus="yes">
        <source>This session has lasted %n hour(s). Is everything all right, shall it go on?</source>
        <translation>
            <numerusform>This session has lasted %n hour. Is everything all right, shall it go on?</numerusform>
            <numerusform>This session has lasted %n hours. Is everything all right, shall it go on?</numerusform>
        </translation>
    </message>
</context>
</TS>
