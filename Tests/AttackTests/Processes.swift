import Glibc

@testable import Execution

/// The living processes of submissions: a compiler, a linker and a worker all name a file in the
/// submission's folder, and so does whatever they might fork.
enum Processes {
  /// Those whose submission is over, as its folder is gone; killed ones get a moment to be gone too.
  static func ofVanishedSubmissions() -> [String] {
    settled {
      all().filter { line in
        folders(in: line).contains { access($0, F_OK) != 0 }
      }
    }
  }

  /// Those that name this folder.
  static func naming(_ folder: String) -> [String] {
    settled { all().filter { $0.contains(folder + "/") } }
  }

  private static func settled(_ look: () -> [String]) -> [String] {
    for _ in 0..<500 {
      if look().isEmpty { return [] }
      usleep(10_000)
    }
    return look()
  }

  /// The folders of submissions that a command line names.
  private static func folders(in line: String) -> [String] {
    line.matches(of: #/[^ =]*\/truthbook-[0-9a-f]{8}-[A-Za-z0-9]{6}(?=\/)/#).map {
      String($0.output)
    }
  }

  /// The command lines of all living processes.
  private static func all() -> [String] {
    guard let stream = opendir("/proc") else { return [] }
    defer { closedir(stream) }
    var lines: [String] = []
    while let entry = readdir(stream) {
      guard Int32(entryName(entry)) != nil,
        let bytes = try? readWholeFile("/proc/\(entryName(entry))/cmdline"), !bytes.isEmpty
      else { continue }
      lines.append(String(decoding: bytes.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self))
    }
    return lines
  }
}
