import Foundation

@testable import NativeAuth

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A server on this machine that answers every request with the same bytes and closes the connection.
final class MiniServer: Sendable {
    let port: UInt16
    /// The requests as they came, heads and what of the bodies came along.
    let requests = Seen<String>()
    /// Tells of each request once it is there.
    let arrivals: AsyncStream<Void>

    private let listener: Int32

    /// `hold` may block before each answer.
    init(
        answer: @escaping @Sendable (UInt16) -> Data,
        hold: @escaping @Sendable () -> Void = {}
    ) throws {
        #if canImport(Darwin)
        listener = socket(AF_INET, SOCK_STREAM, 0)
        #else
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutableBytes(of: &address) { bytes in
            let address = bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)
            return bind(listener, address, size) == 0 && listen(listener, 8) == 0
                && getsockname(listener, address, &size) == 0
        }
        guard isListening else { throw Emulator.Missing(what: "a port to listen on") }
        port = UInt16(bigEndian: address.sin_port)
        let bytes = answer(port)
        let requests = requests
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        self.arrivals = arrivals
        let thread = Thread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                var buffer = [UInt8](repeating: 0, count: 1 << 16)
                let count = recv(connection, &buffer, buffer.count, 0)
                requests.add(String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self))
                arrived.yield()
                hold()
                bytes.withUnsafeBytes { rest in
                    var rest = rest[...]
                    while !rest.isEmpty {
                        let sent = send(connection, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                        guard sent > 0 else { break }
                        rest = rest.dropFirst(sent)
                    }
                }
                close(connection)
            }
        }
        thread.start()
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    func url(_ path: String) -> URL {
        URL(string: "http://127.0.0.1:\(port)\(path)")!
    }
}
