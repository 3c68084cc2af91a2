"""What is masked unless the customer says otherwise: password managers and the prompts of key rings.

Classes are WM_CLASS on X11 (both halves), the window's class and the program's name without
".exe" on Windows, and the application's name on macOS. Upper and lower case are the same.
"""

from typing import Final

PASSWORD_MANAGER_CLASSES: Final = (
    "1Password",
    "Bitwarden",
    "Buttercup",
    "com.bitwarden.desktop",
    "Dashlane",
    "Enpass",
    "KeePass",
    "KeePass2",
    "KeePassX",
    "KeePassX2",
    "KeePassXC",
    "org.keepassxc.KeePassXC",
    "KeeWeb",
    "Keeper Password Manager",
    "keeperpasswordmanager",
    "LastPass",
    "NordPass",
    "Proton Pass",
    "proton-pass",
    "ProtonPass",
    "pwsafe",
    "Password Safe",
    "passwordsafe",
    "QtPass",
    "Revelation",
    "RoboForm",
    "Sticky Password",
    "Strongbox",
    # GNOME and KDE
    "Seahorse",
    "org.gnome.seahorse.Application",
    "Secrets",
    "org.gnome.World.Secrets",
    "org.gnome.PasswordSafe",
    "gcr-prompter",
    "kwalletmanager",
    "kwalletmanager5",
    "org.kde.kwalletmanager",
    "org.kde.kwalletmanager5",
    "kwalletd",
    "kwalletd5",
    "kwalletd6",
    "ksecretd",
    # Questions for the passwords of keys
    "pinentry",
    "pinentry-fltk",
    "pinentry-gnome3",
    "pinentry-gtk-2",
    "pinentry-mac",
    "pinentry-qt",
    "pinentry-qt4",
    "pinentry-qt5",
    "ssh-askpass",
    "gnome-ssh-askpass",
    "ksshaskpass",
    # Windows
    "Credential Dialog Xaml Host",
    "CredentialUIBroker",
    # macOS
    "Keychain Access",
    "Passwords",
    "SecurityAgent",
)

PASSWORD_MANAGER_TITLES: Final = (
    "1Password*",
    "* - 1Password*",
    "Bitwarden*",
    "* - Bitwarden*",
    "*Bitwarden Web Vault*",
    "Dashlane*",
    "Enpass*",
    "KeePass",
    "* - KeePass",
    "* - KeePassX",
    "* - KeePassXC",
    "*LastPass*",
    "*NordPass*",
    "*Proton Pass*",
)
