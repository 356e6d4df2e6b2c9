#if canImport(Darwin) || canImport(FoundationNetworking)
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

extension TransportFailure {
    /// What an error of `URLSession` means; `hasBegun` says whether some of the answer was there.
    init(_ error: any Error, hasBegun: Bool) {
        if Self.isOfProxy(error as NSError) {
            self = .proxy
            return
        }
        self = switch (error as? URLError)?.code {
        case .cannotFindHost, .cannotConnectToHost, .dnsLookupFailed, .notConnectedToInternet,
            .internationalRoamingOff, .dataNotAllowed, .callIsActive, .unsupportedURL, .badURL:
            .unreachable
        case .serverCertificateUntrusted, .serverCertificateHasBadDate, .serverCertificateHasUnknownRoot,
            .serverCertificateNotYetValid:
            .certificate
        case .secureConnectionFailed, .clientCertificateRejected, .clientCertificateRequired,
            .appTransportSecurityRequiresSecureConnection:
            .tls
        case .timedOut:
            .timedOut
        case .dataLengthExceedsMaximum:
            .tooLarge
        case .cannotParseResponse, .cannotDecodeContentData, .cannotDecodeRawData:
            .truncated
        default:
            hasBegun ? .truncated : .connectionLost
        }
    }

    /// Those have no code of `URLError`: SOCKS is 100 to 124, a proxy for HTTP or HTTPS, its password and its PAC file are 306
    /// to 311 (CFNetworkErrors.h).
    private static func isOfProxy(_ error: NSError) -> Bool {
        error.domain == "kCFErrorDomainCFNetwork" && (100...124 ~= error.code || 306...311 ~= error.code)
    }
}
#endif
