//! HTTP as values: how long to wait, and which headers an app may add.

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use native_auth_wire::{HttpResponse, app_header_allowed};

    #[test]
    fn retry_after_in_seconds_and_as_a_date() {
        const DATE: &str = "Mon, 11 May 2026 08:00:00 GMT";
        let cases: [(&str, Option<&str>, Option<u64>); 16] = [
            ("0", None, Some(0)),
            ("120", None, Some(120)),
            (" 120 ", Some("no date"), Some(120)),
            ("18446744073709551615", None, Some(10 * 365 * 24 * 3600)),
            ("18446744073709551616", None, None),
            ("-5", None, None),
            ("1.5", None, None),
            ("", None, None),
            ("soon", Some(DATE), None),
            ("Mon, 11 May 2026 08:01:30 GMT", Some(DATE), Some(90)),
            ("Monday, 11-May-26 08:01:30 GMT", Some(DATE), Some(90)),
            ("Mon May 11 08:01:30 2026", Some(DATE), Some(90)),
            // A date that has passed asks for no wait.
            ("Sun, 10 May 2026 08:00:00 GMT", Some(DATE), Some(0)),
            // Without the server's own clock a date says nothing.
            ("Mon, 11 May 2026 08:01:30 GMT", None, None),
            ("Mon, 11 May 2026 08:01:30 GMT", Some("yesterday"), None),
            ("Mon, 99 May 2026 08:01:30 GMT", Some(DATE), None),
        ];
        for (value, date, seconds) in cases {
            let mut headers = vec![("RETRY-AFTER".to_owned(), value.to_owned())];
            headers.extend(date.map(|date| ("date".to_owned(), date.to_owned())));
            let response = HttpResponse::new(429, headers, Vec::new());
            let expected = seconds.map(Duration::from_secs);
            assert_eq!(response.retry_after(), expected, "{value:?} {date:?}");
        }
        assert_eq!(
            HttpResponse::new(429, Vec::new(), Vec::new()).retry_after(),
            None
        );
    }

    #[test]
    fn an_app_may_add_what_is_its_own() {
        for name in [
            "x-akamai-sensor",
            "X-Sensor",
            "x-a",
            "x-msx",
            "x-application",
            "x-",
        ] {
            assert!(app_header_allowed(name), "{name}");
        }
        for name in [
            "",
            "x",
            "accept",
            "authorization",
            "cookie",
            "host",
            "client-request-id",
            "content-type",
            "my-x-header",
            " x-sensor",
            "x-ms-request-id",
            "X-MS-PkeyAuth+",
            "x-client-SKU",
            "X-CLIENT-ver",
            "x-broker-version",
            "x-app-name",
            "X-App-Ver",
        ] {
            assert!(!app_header_allowed(name), "{name}");
        }
    }

    #[test]
    fn a_header_is_set_once_whatever_its_case() {
        use native_auth_wire::{HttpRequest, Method};
        let url = "https://contoso.ciamlogin.com/".parse().unwrap();
        let mut request = HttpRequest::new(Method::Post, url, b"a=b".to_vec());
        request.set_header("X-One", "1");
        request.set_header("x-two", "2");
        request.set_header("x-ONE", "3");
        assert_eq!(request.header("X-one"), Some("3"));
        assert_eq!(request.headers().len(), 2);
        assert_eq!(request.header("x-three"), None);
        assert_eq!(request.body(), b"a=b");
    }
}
