// The Swift player of the scenarios that all languages share: see tests/scenarios/README.md. Of ours it knows `NativeAuth`
// alone.

import Foundation
import NativeAuth

let player = Player()
do {
    while let line = readLine() {
        let command = try JSON(parsing: line)
        let answer = try await player.obey(command.text("call"), command["with"])
        FileHandle.standardOutput.write(Data("\(answer)\n".utf8))
    }
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
