// Made from crates/core/errors.toml; change that file, not this one.
//! The errors whose recovery is `TryLater`.

use super::entry::rows;

rows! {
    HOST_UNREACHABLE "host_unreachable" Network (Now)
        "the server cannot be reached; check the connection and the authority's host name"
        "der Server ist nicht erreichbar; prüfen Sie die Verbindung und den Namen des Servers"
    CONNECTION_LOST "connection_lost" Network (Now)
        "the connection was lost before the answer had arrived; whether the server took the step is not known"
        "die Verbindung brach ab, bevor die Antwort da war; ob der Server den Schritt getan hat, ist nicht bekannt"
    REPLY_TRUNCATED "reply_truncated" Network (Now)
        "the answer ended before it was complete; whether the server took the step is not known"
        "die Antwort endete, bevor sie vollständig war; ob der Server den Schritt getan hat, ist nicht bekannt"
    PROXY_UNREACHABLE "proxy_unreachable" Network (Now)
        "the proxy cannot be reached or refuses the connection; check its address"
        "der Proxy ist nicht erreichbar oder lehnt die Verbindung ab; prüfen Sie seine Adresse"
    CONNECT_TIMED_OUT "connect_timed_out" Timeout (Now)
        "the server did not accept a connection in time; try again later"
        "der Server hat nicht rechtzeitig eine Verbindung angenommen; versuchen Sie es später noch einmal"
    POLLING_TIMED_OUT "polling_timed_out" Timeout (Now)
        "the server has not put the new password in force yet; run the same action again to go on asking"
        "der Server hat das neue Passwort noch nicht in Kraft gesetzt; versuchen Sie es noch einmal, um weiter zu warten"
    EXCHANGE_TIMED_OUT "exchange_timed_out" Timeout (Now)
        "the server did not answer in time; whether it took the step is not known"
        "der Server hat nicht rechtzeitig geantwortet; ob er den Schritt getan hat, ist nicht bekannt"
    REQUEST_HEADERS_TIMED_OUT "request_headers_timed_out" Timeout (Now)
        "the app's code for request headers did not answer in time; nothing was sent"
        "der Code der App für Anfrage-Header hat nicht rechtzeitig geantwortet; nichts wurde gesendet"
    THROTTLED "throttled" Throttled (After 60)
        "too many requests; wait as long as the server says, or a minute, and try again"
        "zu viele Anfragen; warten Sie so lange, wie der Server es sagt, oder eine Minute, und versuchen Sie es noch einmal"
    SLOW_DOWN "slow_down" Throttled (After 5)
        "the server wants fewer requests; wait before trying again"
        "der Server will weniger Anfragen; warten Sie, bevor Sie es noch einmal versuchen"
    CLIENT_LOOP "client_loop" Throttled (After 60)
        "the same request came too often; wait before trying again, and look for a loop in the app"
        "dieselbe Anfrage kam zu oft; warten Sie, bevor Sie es noch einmal versuchen, und suchen Sie in der App nach einer Schleife"
    TOO_MANY_CODES "too_many_codes" TooManyCodes (After 300)
        "too many codes were asked for; wait some minutes before asking for another one"
        "es wurden zu viele Codes angefordert; warten Sie einige Minuten, bevor Sie einen weiteren anfordern"
    ACCOUNT_LOCKED "account_locked" AccountLocked (After 60)
        "the account is locked for a while after too many wrong passwords; try again later"
        "das Konto ist nach zu vielen falschen Passwörtern eine Weile gesperrt; versuchen Sie es später noch einmal"
    SERVER_ERROR "server_error" ServerUnavailable (After 5)
        "the service has failed; try again later"
        "der Dienst hat versagt; versuchen Sie es später noch einmal"
    SERVER_BUSY "server_busy" ServerUnavailable (After 5)
        "the service is busy; try again later"
        "der Dienst ist ausgelastet; versuchen Sie es später noch einmal"
    SERVER_TRANSIENT "server_transient" ServerUnavailable (After 5)
        "the service has a passing trouble; try again"
        "der Dienst hat eine vorübergehende Störung; versuchen Sie es noch einmal"
    SERVER_FAILED "server_failed" ServerUnavailable (After 5)
        "the service answered with a failure; try again later"
        "der Dienst hat mit einem Fehler geantwortet; versuchen Sie es später noch einmal"
    GATEWAY_FAILED "gateway_failed" ServerUnavailable (After 5)
        "a gateway in front of the service answered that it cannot be reached; try again later"
        "ein Gateway vor dem Dienst meldet, dass er nicht erreichbar ist; versuchen Sie es später noch einmal"
    ID_TOKEN_KEYS_UNAVAILABLE "id_token_keys_unavailable" ServerUnavailable (After 5)
        "the keys to verify the sign-in with cannot be had now; try again, and nothing has to be entered again"
        "die Schlüssel zum Prüfen der Anmeldung sind gerade nicht zu bekommen; versuchen Sie es noch einmal, es muss nichts neu eingegeben werden"
    AUTHORIZATION_PENDING "authorization_pending" ServerUnavailable (After 5)
        "the service is not ready with this sign-in; try again in some seconds"
        "der Dienst ist mit dieser Anmeldung noch nicht fertig; versuchen Sie es in einigen Sekunden noch einmal"
    CODE_NOT_DELIVERED "code_not_delivered" ServerUnavailable (After 5)
        "the service could not deliver the code; try again later"
        "der Dienst konnte den Code nicht zustellen; versuchen Sie es später noch einmal"
    KEY_STORE_LOCKED "key_store_locked" StorageUnavailable (Now)
        "the key store of this device is locked; unlock it and try again"
        "der Schlüsselspeicher dieses Geräts ist gesperrt; entsperren Sie ihn und versuchen Sie es erneut"
    KEY_STORE_TIMED_OUT "key_store_timed_out" StorageUnavailable (Now)
        "the key store of this device does not answer; try again"
        "der Schlüsselspeicher dieses Geräts antwortet nicht; versuchen Sie es erneut"
    STORAGE_FULL "storage_full" StorageUnavailable (Now)
        "there is no room left on this device to keep the sign-in; make room and try again"
        "auf diesem Gerät ist kein Platz mehr, um die Anmeldung zu behalten; schaffen Sie Platz und versuchen Sie es erneut"
    STORAGE_UNAVAILABLE "storage_unavailable" StorageUnavailable (Now)
        "the place where sign-ins are kept cannot be used at the moment; try again"
        "der Ort, an dem Anmeldungen aufbewahrt werden, ist im Moment nicht benutzbar; versuchen Sie es erneut"
    REFRESH_HELD_UP "refresh_held_up" StorageUnavailable (Now)
        "another process of this app renews the tokens and does not get on; try again"
        "ein anderer Prozess dieser App erneuert die Tokens und kommt nicht voran; versuchen Sie es erneut"
}
