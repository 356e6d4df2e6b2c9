import Foundation
internal import NativeAuthGenerated

/// The app's transport as the library wants one: a task for each exchange.
final class TransportBridge: NativeAuthGenerated.Transport {
    private let transport: any Transport
    /// The tasks under way by the number of their exchange.
    private let tasks = Locked<[UInt64: Task<Void, Never>]>([:])

    init(_ transport: any Transport) {
        self.transport = transport
    }

    func begin(exchange: Exchange) -> Bool {
        let number = exchange.number()
        tasks.with { tasks in
            tasks[number] = Task { [transport, weak self] in
                await answer(exchange, by: transport)
                self?.forget(number)
            }
        }
        // It may have been given up before there was a task to cancel.
        if exchange.isGivenUp() {
            cancel(exchange: number)
        }
        return true
    }

    func cancel(exchange number: UInt64) {
        tasks.with { $0[number] }?.cancel()
    }

    private func forget(_ number: UInt64) {
        _ = tasks.with { $0.removeValue(forKey: number) }
    }
}

/// Lets the app's transport send the request, and gives the exchange what came of it.
private func answer(_ exchange: Exchange, by transport: any Transport) async {
    guard let url = URL(string: exchange.url()) else {
        exchange.fail(failure: .unreachable)
        return
    }
    let request = TransportRequest(
        method: exchange.method(), url: url, headers: exchange.headers(), body: exchange.body())
    do {
        let response = try await transport.send(request)
        guard let status = UInt16(exactly: response.status) else {
            exchange.fail(failure: .truncated)
            return
        }
        exchange.respond(status: status, headers: response.headers, body: response.body)
    } catch let failure as TransportFailure {
        exchange.fail(failure: failure.generated)
    } catch {
        // What it is may hold anything, and the server may have taken the request.
        exchange.fail(failure: .connectionLost)
    }
}
