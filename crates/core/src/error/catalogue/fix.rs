// Made from crates/core/errors.toml; change that file, not this one.
//! The errors whose recovery is `Fix`.

use super::entry::rows;

rows! {
    NATIVE_AUTHENTICATION_DISABLED "native_authentication_disabled" Configuration (Never)
        "native authentication is off for this app; turn it on in the app's registration"
        "die native Authentifizierung ist für diese App ausgeschaltet; schalten Sie sie in der App-Registrierung ein"
    PUBLIC_CLIENT_FLOW_OFF "public_client_flow_off" Configuration (Never)
        "the app demands a client secret; turn public client flows on in the app's registration"
        "die App verlangt einen geheimen Clientschlüssel; schalten Sie öffentliche Clientflows in der App-Registrierung ein"
    CLIENT_REFUSED "client_refused" Configuration (Never)
        "the service refuses this app; check its registration"
        "der Dienst lehnt diese App ab; prüfen Sie ihre Registrierung"
    CLIENT_UNKNOWN "client_unknown" Configuration (Never)
        "the tenant has no app with this client id; check the client id and the tenant"
        "der Mandant hat keine App mit dieser Client-ID; prüfen Sie die Client-ID und den Mandanten"
    TENANT_UNKNOWN "tenant_unknown" Configuration (Never)
        "there is no such tenant; check the authority"
        "diesen Mandanten gibt es nicht; prüfen Sie die Authority"
    CHALLENGE_TYPE_UNSUPPORTED "challenge_type_unsupported" Configuration (Never)
        "the service does not know one of the challenge types; check challenge_types"
        "der Dienst kennt einen der Challenge-Typen nicht; prüfen Sie challenge_types"
    CHALLENGE_TYPE_LACKS_REDIRECT "challenge_type_lacks_redirect" Configuration (Never)
        "the list of challenge types lacks redirect; add it"
        "in der Liste der Challenge-Typen fehlt redirect; ergänzen Sie es"
    SCOPE_INVALID "scope_invalid" Configuration (Never)
        "a scope is not valid, or the scopes belong to more than one API; check the scopes"
        "ein Scope ist ungültig, oder die Scopes gehören zu mehr als einer API; prüfen Sie die Scopes"
    SCOPE_MALFORMED "scope_malformed" Configuration (Never)
        "a scope is empty or holds a character that no scope may hold; give one scope an entry"
        "ein Scope ist leer oder enthält ein Zeichen, das kein Scope enthalten darf; geben Sie je Eintrag einen Scope an"
    PKCE_REQUIRED "pkce_required" Configuration (Never)
        "the service wants a proof key (PKCE) for this redemption; check the type of the redirect URI in the app's registration"
        "der Dienst verlangt für diese Einlösung einen Proof Key (PKCE); prüfen Sie die Art der Umleitungs-URI in der App-Registrierung"
    EXTENSION_PERMISSION_MISSING "extension_permission_missing" Configuration (Never)
        "a custom authentication extension of the tenant lacks a permission; grant it in the tenant"
        "einer eigenen Authentifizierungserweiterung des Mandanten fehlt eine Berechtigung; erteilen Sie sie im Mandanten"
    EMULATOR_TOKENS "emulator_tokens" Configuration (Never)
        "these tokens come from a tenant emulator, but the authority is not on this machine; they are refused"
        "diese Tokens stammen von einem Mandanten-Emulator, aber die Authority liegt nicht auf diesem Rechner; sie werden abgelehnt"
    TENANT_INVALID "tenant_invalid" Configuration (Never)
        "the tenant that the client was given cannot be used"
        "der dem Client übergebene Mandant kann nicht verwendet werden"
    TENANT_ID_INVALID "tenant_id_invalid" Configuration (Never)
        "the tenant id that the client was given must be a GUID, as the tenant's overview shows it"
        "die dem Client übergebene Mandanten-ID muss eine GUID sein, wie sie die Übersicht des Mandanten zeigt"
    TENANT_ID_MISMATCH "tenant_id_mismatch" Configuration (Never)
        "the authority is another tenant's than the one that was configured or learnt; check the authority and the tenant id"
        "die Authority gehört zu einem anderen Mandanten als dem konfigurierten oder bekannten; prüfen Sie die Authority und die Mandanten-ID"
    CLIENT_ID_INVALID "client_id_invalid" Configuration (Never)
        "the client id that the client was given must be a GUID, as the app's registration shows it"
        "die dem Client übergebene Client-ID muss eine GUID sein, wie sie die App-Registrierung zeigt"
    CHALLENGE_TYPES_EMPTY "challenge_types_empty" Configuration (Never)
        "the list of challenge types is empty; name at least one the app has a screen for"
        "die Liste der Challenge-Typen ist leer; nennen Sie mindestens einen Typ, für den die App eine Ansicht hat"
    SKU_INVALID "sku_invalid" Configuration (Never)
        "the SKU must be visible ASCII without spaces"
        "die SKU muss aus sichtbaren ASCII-Zeichen ohne Leerzeichen bestehen"
    CONNECT_TIMEOUT_ZERO "connect_timeout_zero" Configuration (Never)
        "the time-out for connecting must be longer than nothing"
        "die Zeitgrenze für den Verbindungsaufbau muss länger als null sein"
    EXCHANGE_TIMEOUT_ZERO "exchange_timeout_zero" Configuration (Never)
        "the time-out for a request and its answer must be longer than nothing"
        "die Zeitgrenze für eine Anfrage und ihre Antwort muss länger als null sein"
    POLLING_TIMEOUT_ZERO "polling_timeout_zero" Configuration (Never)
        "the time-out for waiting on the service's work must be longer than nothing"
        "die Zeitgrenze für das Warten auf die Arbeit des Dienstes muss länger als null sein"
    SUSPENSION_LIFETIME_ZERO "suspension_lifetime_zero" Configuration (Never)
        "the lifetime of what is suspended must be a second or longer"
        "die Lebensdauer eines ausgesetzten Schritts muss mindestens eine Sekunde betragen"
    SEALING_KEY_INVALID "sealing_key_invalid" Configuration (Never)
        "a sealing key has exactly 32 bytes"
        "ein Siegelschlüssel hat genau 32 Bytes"
    TRANSPORT_MISSING "transport_missing" Configuration (Never)
        "this build has no transport of its own; give it one of the app's own, or build it with the feature reqwest"
        "dieser Build hat keinen eigenen Transport; übergeben Sie einen eigenen der App, oder bauen Sie ihn mit dem Feature reqwest"
    ROOT_CERTIFICATE_INVALID "root_certificate_invalid" Configuration (Never)
        "the root certificate that the client was given holds no certificate in PEM form that can be a root"
        "das dem Client übergebene Wurzelzertifikat enthält kein Zertifikat in PEM-Form, das eine Wurzel sein kann"
    PROXY_INVALID "proxy_invalid" Configuration (Never)
        "the address of the proxy cannot be one; it looks like http://proxy.example:8080"
        "die Adresse des Proxys kann keine sein; sie sieht aus wie http://proxy.example:8080"
    NO_ROOT_CERTIFICATES "no_root_certificates" Configuration (Never)
        "this machine has no root certificates; install them (ca-certificates on Debian) or give the client one"
        "auf diesem Rechner gibt es keine Wurzelzertifikate; installieren Sie sie (ca-certificates auf Debian) oder übergeben Sie dem Client eines"
    NETWORK_SETTINGS_UNUSED "network_settings_unused" Configuration (Never)
        "a transport of the app's own brings its own network; leave the settings for proxies and root certificates out"
        "ein eigener Transport der App bringt sein eigenes Netz mit; lassen Sie die Einstellungen für Proxys und Wurzelzertifikate weg"
    PROXY_TWICE "proxy_twice" Configuration (Never)
        "a proxy of your own and the one of the environment exclude each other; choose one"
        "ein eigener Proxy und der aus der Umgebung schließen sich aus; wählen Sie einen"
    PROXY_ON_LOOPBACK "proxy_on_loopback" Configuration (Never)
        "plain http to this machine never goes through a proxy, which would read it and be another machine; leave the proxy out"
        "unverschlüsseltes http zu diesem Rechner geht nie durch einen Proxy, der es lesen könnte und ein anderer Rechner wäre; lassen Sie den Proxy weg"
    CONSENT_MISSING "consent_missing" ConsentMissing (Never)
        "nobody has consented to a scope; an administrator has to, in the tenant"
        "niemand hat einem Scope zugestimmt; eine Administratorin oder ein Administrator muss es im Mandanten tun"
    CERTIFICATE_REJECTED "certificate_rejected" Certificate (Never)
        "the server's certificate is not trusted or not for this host; check the authority, or give the client the right root certificate"
        "dem Zertifikat des Servers wird nicht vertraut, oder es gilt nicht für diesen Server; prüfen Sie die Authority, oder übergeben Sie dem Client das richtige Wurzelzertifikat"
    TLS_FAILED "tls_failed" Certificate (Never)
        "no secure connection could be agreed on; check that the authority's host and port speak TLS"
        "es kam keine sichere Verbindung zustande; prüfen Sie, ob die Authority an diesem Port TLS spricht"
    ACTION_OF_ANOTHER_CLIENT "action_of_another_client" Misuse (Never)
        "the action was made by another client; run it on the client that made it"
        "die Aktion stammt von einem anderen Client; führen Sie sie auf dem Client aus, der sie gemacht hat"
    STATE_STALE "state_stale" Misuse (Never)
        "this state has already led to a next one; use the newest state"
        "dieser Zustand hat schon zu einem nächsten geführt; verwenden Sie den neuesten"
    STEP_NOT_SUSPENDABLE "step_not_suspendable" Misuse (Never)
        "nothing can be gone on with after this step; suspend one that waits for the person"
        "nach diesem Schritt gibt es nichts fortzusetzen; unterbrechen Sie einen, der auf die Person wartet"
    CLAIMS_CHALLENGE_MISSING "claims_challenge_missing" Misuse (Never)
        "this holds no claims challenge; give the API's WWW-Authenticate header as it came"
        "dies enthält keine Claims-Anforderung; übergeben Sie den WWW-Authenticate-Header der API, wie er kam"
    METHOD_UNKNOWN "method_unknown" Misuse (Never)
        "the state offers no method with this id; use one of those it lists"
        "der Zustand bietet keine Methode mit dieser ID; verwenden Sie eine der aufgeführten"
    CLAIMS_NOT_JSON "claims_not_json" Misuse (Never)
        "a claims request must be a JSON object"
        "eine Claims-Anforderung muss ein JSON-Objekt sein"
    REFRESH_INTERRUPTED "refresh_interrupted" Misuse (Never)
        "the task that renews tokens ended before its time: its runtime was shut down, or the transport panicked"
        "die Aufgabe, die Tokens erneuert, endete vorzeitig: ihre Laufzeitumgebung wurde beendet, oder der Transport ist abgestürzt"
    RUNTIME_MISSING "runtime_missing" Misuse (Never)
        "this has to be called within a tokio runtime"
        "dies muss innerhalb einer Tokio-Laufzeitumgebung aufgerufen werden"
    PARAMETER_INVALID "parameter_invalid" UnexpectedReply (Never)
        "the server finds a parameter empty or malformed; please report this"
        "der Server hält einen Parameter für leer oder fehlerhaft; bitte melden Sie dies"
    PARAMETER_MISSING "parameter_missing" UnexpectedReply (Never)
        "the server misses a parameter; please report this"
        "dem Server fehlt ein Parameter; bitte melden Sie dies"
    REQUEST_INVALID "request_invalid" UnexpectedReply (Never)
        "the server's token service finds the request invalid; please report this"
        "der Tokendienst des Servers hält die Anfrage für ungültig; bitte melden Sie dies"
    REQUEST_REFUSED "request_refused" UnexpectedReply (Never)
        "the server finds the request invalid; if codes are sent by e-mail, check that the tenant allows e-mail one-time passcodes"
        "der Server hält die Anfrage für ungültig; wenn Codes per E-Mail gesendet werden, prüfen Sie, ob der Mandant Einmalkennungen per E-Mail erlaubt"
    GRANT_REFUSED "grant_refused" UnexpectedReply (Never)
        "the server does not accept this kind of answer at this point; please report this"
        "der Server nimmt diese Art von Antwort an dieser Stelle nicht an; bitte melden Sie dies"
    GRANT_TYPE_UNSUPPORTED "grant_type_unsupported" UnexpectedReply (Never)
        "the server does not know this grant type; please report this"
        "der Server kennt diesen Grant-Typ nicht; bitte melden Sie dies"
    VERIFICATION_REQUIRED "verification_required" UnexpectedReply (Never)
        "the server wants the e-mail address verified first; begin again without attributes"
        "der Server will zuerst die E-Mail-Adresse bestätigt haben; beginnen Sie ohne Angaben von vorn"
    CREDENTIAL_STEP_INCOMPLETE "credential_step_incomplete" UnexpectedReply (Never)
        "the server wants a password, but left no way to give it; please report this"
        "der Server verlangt ein Passwort, lässt aber keinen Weg, es anzugeben; bitte melden Sie dies"
    ATTRIBUTES_STEP_INCOMPLETE "attributes_step_incomplete" UnexpectedReply (Never)
        "the server wants attributes, but does not say which, or left no way to give them; please report this"
        "der Server verlangt Angaben, sagt aber nicht welche, oder lässt keinen Weg, sie zu machen; bitte melden Sie dies"
    AADSTS_54120 "aadsts_54120" UnexpectedReply (Never)
        "the server refused with its number 54120, whose use in native authentication is not documented; see what the server said"
        "der Server hat mit seiner Nummer 54120 abgelehnt, deren Gebrauch in der nativen Authentifizierung nicht dokumentiert ist; sehen Sie nach, was der Server sagt"
    AADSTS_1002011 "aadsts_1002011" UnexpectedReply (Never)
        "the server refused with its number 1002011, which is about branding and not about native authentication; see what the server said"
        "der Server hat mit seiner Nummer 1002011 abgelehnt, bei der es um das Branding und nicht um native Authentifizierung geht; sehen Sie nach, was der Server sagt"
    UNKNOWN_REFUSAL "unknown_refusal" UnexpectedReply (Never)
        "the server refused for a reason that this version does not know; see what the server said"
        "der Server hat aus einem Grund abgelehnt, den diese Version nicht kennt; sehen Sie nach, was der Server sagt"
    CONTINUATION_TOKEN_MISSING "continuation_token_missing" UnexpectedReply (Never)
        "the answer lacks the token to go on with; please report this"
        "in der Antwort fehlt der Schlüssel, mit dem es weitergeht; bitte melden Sie dies"
    CHALLENGE_TYPE_UNKNOWN "challenge_type_unknown" UnexpectedReply (Never)
        "the server asks for a challenge that this version does not know; update, or use the browser"
        "der Server verlangt eine Challenge, die diese Version nicht kennt; aktualisieren Sie oder verwenden Sie den Browser"
    POLL_STATUS_UNKNOWN "poll_status_unknown" UnexpectedReply (Now)
        "the server names a state of the new password that this version does not know; run the same action again, or update"
        "der Server nennt einen Zustand des neuen Passworts, den diese Version nicht kennt; versuchen Sie es noch einmal oder aktualisieren Sie"
    REPLY_INCOMPLETE "reply_incomplete" UnexpectedReply (Never)
        "the answer lacks something that the flow cannot go on without; please report this"
        "in der Antwort fehlt etwas, ohne das es nicht weitergeht; bitte melden Sie dies"
    REPLY_EMPTY "reply_empty" UnexpectedReply (Never)
        "the answer has no body; check that the authority points at the tenant, not at a proxy of something else"
        "die Antwort hat keinen Inhalt; prüfen Sie, ob die Authority auf den Mandanten zeigt und nicht auf einen Proxy von etwas anderem"
    REPLY_NOT_JSON "reply_not_json" UnexpectedReply (Never)
        "the answer is not what the service sends; check the authority and whatever stands between"
        "die Antwort ist nicht, was der Dienst sendet; prüfen Sie die Authority und was dazwischen steht"
    REPLY_IS_A_PAGE "reply_is_a_page" UnexpectedReply (Now)
        "a web page came back instead of an answer; check the authority, or sign in to the network first"
        "statt einer Antwort kam eine Webseite; prüfen Sie die Authority, oder melden Sie sich zuerst im Netz an"
    REPLY_TOO_LARGE "reply_too_large" UnexpectedReply (Never)
        "the answer is larger than 1 MiB and was not read; check the authority and whatever stands between"
        "die Antwort ist größer als 1 MiB und wurde nicht gelesen; prüfen Sie die Authority und was dazwischen steht"
    HTTP_REDIRECT "http_redirect" UnexpectedReply (Now)
        "the server sent the request elsewhere, which is never followed; check the authority, or sign in to the network first"
        "der Server hat die Anfrage weitergeleitet, was nie befolgt wird; prüfen Sie die Authority, oder melden Sie sich zuerst im Netz an"
    ENDPOINT_NOT_FOUND "endpoint_not_found" UnexpectedReply (Never)
        "the server does not have this endpoint; check the authority"
        "diesen Endpunkt gibt es auf dem Server nicht; prüfen Sie die Authority"
    PROXY_AUTHENTICATION "proxy_authentication" UnexpectedReply (Never)
        "the proxy wants a user name and a password; give them in the proxy's address"
        "der Proxy verlangt einen Benutzernamen und ein Passwort; geben Sie sie in seiner Adresse an"
    ID_TOKEN_MISSING "id_token_missing" UnexpectedReply (Never)
        "the answer holds no ID token, so nobody knows who signed in; please report this"
        "die Antwort enthält kein ID-Token, darum weiß niemand, wer angemeldet ist; bitte melden Sie dies"
    ID_TOKEN_MALFORMED "id_token_malformed" UnexpectedReply (Never)
        "the ID token is no signed JSON Web Token and is refused; please report this"
        "das ID-Token ist kein signiertes JSON Web Token und wird abgelehnt; bitte melden Sie dies"
    ID_TOKEN_DUPLICATE_MEMBER "id_token_duplicate_member" UnexpectedReply (Never)
        "the ID token says something twice and is refused; please report this"
        "das ID-Token sagt etwas doppelt und wird abgelehnt; bitte melden Sie dies"
    ID_TOKEN_ALGORITHM "id_token_algorithm" UnexpectedReply (Never)
        "the ID token is not signed with RS256 and is refused; please report this"
        "das ID-Token ist nicht mit RS256 signiert und wird abgelehnt; bitte melden Sie dies"
    ID_TOKEN_HEADER "id_token_header" UnexpectedReply (Never)
        "the header of the ID token holds what it must not and is refused; please report this"
        "der Kopf des ID-Tokens enthält Unerlaubtes und wird abgelehnt; bitte melden Sie dies"
    ID_TOKEN_KEY_UNKNOWN "id_token_key_unknown" UnexpectedReply (Never)
        "the ID token is signed with a key that is not the tenant's and is refused; please report this"
        "das ID-Token ist mit einem Schlüssel signiert, der nicht dem Mandanten gehört, und wird abgelehnt; bitte melden Sie dies"
    ID_TOKEN_KEY_UNUSABLE "id_token_key_unusable" UnexpectedReply (Never)
        "the ID token names a key of the tenant's that is not for signing it and is refused; please report this"
        "das ID-Token nennt einen Schlüssel des Mandanten, der es nicht signieren darf, und wird abgelehnt; bitte melden Sie dies"
    ID_TOKEN_SIGNATURE "id_token_signature" UnexpectedReply (Never)
        "the signature of the ID token is wrong and the token is refused; please report this"
        "die Signatur des ID-Tokens ist falsch, das Token wird abgelehnt; bitte melden Sie dies"
    ID_TOKEN_CLAIM_MISSING "id_token_claim_missing" UnexpectedReply (Never)
        "the ID token lacks a claim that it must have and is refused; please report this"
        "dem ID-Token fehlt eine notwendige Angabe, es wird abgelehnt; bitte melden Sie dies"
    ID_TOKEN_CLAIM_TYPE "id_token_claim_type" UnexpectedReply (Never)
        "a claim of the ID token has a wrong type and the token is refused; please report this"
        "eine Angabe im ID-Token hat einen falschen Typ, es wird abgelehnt; bitte melden Sie dies"
    ID_TOKEN_ISSUER "id_token_issuer" UnexpectedReply (Never)
        "the ID token comes from another issuer than the tenant and is refused; please report this"
        "das ID-Token stammt von einem anderen Aussteller als dem Mandanten und wird abgelehnt; bitte melden Sie dies"
    ID_TOKEN_TENANT "id_token_tenant" UnexpectedReply (Never)
        "the ID token is of another tenant and is refused; please report this"
        "das ID-Token gehört zu einem anderen Mandanten und wird abgelehnt; bitte melden Sie dies"
    ID_TOKEN_AUDIENCE "id_token_audience" UnexpectedReply (Never)
        "the ID token is for another app and is refused; please report this"
        "das ID-Token ist für eine andere App und wird abgelehnt; bitte melden Sie dies"
    ID_TOKEN_EXPIRED "id_token_expired" UnexpectedReply (Now)
        "the ID token has expired; check the date and time of this device and try again"
        "das ID-Token ist abgelaufen; prüfen Sie Datum und Uhrzeit dieses Geräts und versuchen Sie es noch einmal"
    ID_TOKEN_NOT_YET_VALID "id_token_not_yet_valid" UnexpectedReply (Now)
        "the ID token is not valid yet; check the date and time of this device and try again"
        "das ID-Token ist noch nicht gültig; prüfen Sie Datum und Uhrzeit dieses Geräts und versuchen Sie es noch einmal"
    OPENID_METADATA_REFUSED "openid_metadata_refused" UnexpectedReply (Never)
        "the tenant's OpenID Connect metadata cannot be trusted with verifying ID tokens; check the authority"
        "den OpenID-Connect-Metadaten des Mandanten kann beim Prüfen von ID-Tokens nicht vertraut werden; prüfen Sie die Authority"
    IDENTITY_MISSING "identity_missing" UnexpectedReply (Never)
        "the tokens do not say whose they are; please report this"
        "die Tokens sagen nicht, wem sie gehören; bitte melden Sie dies"
    IDENTITY_CONTRADICTION "identity_contradiction" UnexpectedReply (Never)
        "the tokens name two different accounts and are refused; please report this"
        "die Tokens nennen zwei verschiedene Konten und werden abgelehnt; bitte melden Sie dies"
    IDENTITY_CHANGED "identity_changed" UnexpectedReply (Never)
        "the renewed tokens are for another account and are refused; please report this"
        "die erneuerten Tokens gehören zu einem anderen Konto und werden abgelehnt; bitte melden Sie dies"
    STORAGE_NOT_BUILT_IN "storage_not_built_in" Configuration (Never)
        "this build of the library has no such place for tokens; choose another one, or build it with the feature file, keyring or msal"
        "dieser Bau der Bibliothek hat keinen solchen Ort für Tokens; wählen Sie einen anderen oder bauen Sie sie mit dem Merkmal file, keyring oder msal"
    MSAL_NOT_BUILT_IN "msal_not_built_in" Configuration (Never)
        "this build of the library cannot share accounts with Microsoft's clients; build it with the feature msal"
        "dieser Bau der Bibliothek kann keine Konten mit den Clients von Microsoft teilen; bauen Sie sie mit dem Merkmal msal"
    STORAGE_REPLACED "storage_replaced" Storage (Never)
        "the file of sign-ins was replaced by one that is sealed with another key; start the app again"
        "die Datei der Anmeldungen wurde durch eine ersetzt, die mit einem anderen Schlüssel versiegelt ist; starten Sie die App neu"
    KEY_STORE_ABSENT "key_store_absent" Storage (Never)
        "this device has no key store; choose another storage for the client, such as a file with a passphrase or memory"
        "dieses Gerät hat keinen Schlüsselspeicher; wählen Sie für den Client einen anderen Speicher, etwa eine Datei mit Passphrase oder den Arbeitsspeicher"
    KEY_STORE_FAILED "key_store_failed" Storage (Never)
        "the key store of this device refuses to keep the key of the tokens"
        "der Schlüsselspeicher dieses Geräts weigert sich, den Schlüssel der Tokens zu behalten"
    PASSPHRASE_WRONG "passphrase_wrong" Storage (Never)
        "the passphrase is not the one that the file of tokens was made with"
        "die Passphrase ist nicht die, mit der die Datei der Tokens angelegt wurde"
    STORAGE_READ_ONLY "storage_read_only" Storage (Never)
        "the place where sign-ins are kept cannot be written; give the app the right to"
        "der Ort, an dem Anmeldungen aufbewahrt werden, kann nicht beschrieben werden; geben Sie der App das Recht dazu"
    STORAGE_UNREACHABLE "storage_unreachable" Storage (Never)
        "the place where sign-ins are kept does not exist and cannot be made; choose another directory for the client's storage"
        "der Ort, an dem Anmeldungen aufbewahrt werden, existiert nicht und kann nicht angelegt werden; wählen Sie für den Speicher des Clients ein anderes Verzeichnis"
    STORAGE_MISSING "storage_missing" Configuration (Never)
        "nothing says where tokens are kept; choose a storage when you set the client up"
        "es ist nicht angegeben, wo Tokens aufbewahrt werden; wählen Sie beim Einrichten des Clients einen Speicher"
    PASSPHRASE_EMPTY "passphrase_empty" Configuration (Never)
        "the passphrase of the tokens is empty"
        "die Passphrase der Tokens ist leer"
    STORAGE_PROFILE_INVALID "storage_profile_invalid" Configuration (Never)
        "the profile's name cannot be used; give letters, digits, hyphens, underscores and dots only, 64 of them at the most"
        "der Name des Profils ist nicht verwendbar; geben Sie nur Buchstaben, Ziffern, Binde- und Unterstriche und Punkte an, höchstens 64"
    MSAL_CACHE_UNREADABLE "msal_cache_unreadable" Misuse (Never)
        "the text is no token cache of Microsoft's clients"
        "der Text ist kein Token-Cache von Microsofts Clients"
    ACCOUNT_AMBIGUOUS "account_ambiguous" Misuse (Never)
        "several accounts have this user name; list the accounts and choose one by its id"
        "mehrere Konten haben diesen Benutzernamen; listen Sie die Konten auf und wählen Sie eines nach seiner Kennung"
    CLIENT_CLOSED "client_closed" Misuse (Never)
        "the client was closed; make another one"
        "der Client wurde geschlossen; erzeugen Sie einen anderen"
    PROCESS_FORKED "process_forked" Misuse (Never)
        "this was made before the process was forked; make a client after the fork"
        "dies wurde vor der Aufspaltung des Prozesses erzeugt; erzeugen Sie danach einen Client"
    CORRELATION_ID_INVALID "correlation_id_invalid" Configuration (Never)
        "a correlation id must be a GUID"
        "eine Korrelations-ID muss eine GUID sein"
    INTERNAL_ERROR "internal_error" Internal (Never)
        "a defect of this library ended the call; please report it with the correlation id"
        "ein Fehler in dieser Bibliothek hat den Aufruf beendet; bitte melden Sie ihn mit der Korrelations-ID"
}
