import Glibc

extension Attack {
  /// What a submission's files are.
  static let folders: [Attack] = [
    folder("a link", "refused") { try $0.link("x.swift", to: "/etc/passwd") },
    folder("a link to a folder", "refused") { try $0.link("x.swift", to: "/etc") },
    folder("a link to nowhere", "refused") { try $0.link("x.swift", to: "../../nothing.swift") },
    folder("a pipe", "refused") { try $0.check(mkfifo($0.path("x.swift"), 0o600)) },
    folder("a folder called like a file", "passed") {
      try $0.check(mkdir($0.path("x.swift"), 0o700))
    },
    folder("a file too large", "refused") {
      try $0.write("x.swift", [UInt8](repeating: 0x20, count: (256 << 10) + 1))
    },
    folder("bytes that are no text", "refused") { try $0.write("x.swift", [0x2F, 0x2F, 0xFF]) },
    folder("a NUL", "refused") { try $0.write("x.swift", [0x2F, 0x2F, 0]) },
    folder("nothing", "refused") { try $0.check(unlink($0.path("ORSet.swift"))) },
    folder("a byte order mark", "passed", says: "byte order mark") {
      try $0.write("x.swift", [0xEF, 0xBB, 0xBF] + Array("let x = 1\n".utf8))
    },
    folder("text that runs backwards", "passed", says: "changes the direction") {
      try $0.write("x.swift", Array("let x = \"\u{202E}\u{2066}\" // \u{2069}\u{200B}\n".utf8))
    },
    folder("names that are flags", "passed") {
      try $0.write("-DEVIL.swift", Array("let y = 1\n".utf8))
      try $0.write("@response.swift", Array("-DEVIL\n".utf8).map { _ in 0x20 })
      try $0.write("a\u{1B}[2J\nb.swift", Array("let z = 1\n".utf8))
    },
    folder("a package beside it", "passed") {
      try $0.write("Package.swift", Array("#error(\"read\")\n".utf8))
    },
    folder("modules beside it", "does-not-compile", says: "no such module 'Evil'") {
      try $0.write("Evil.swiftmodule", [0xE2, 0x9C, 0xA8, 0x0E])
      try $0.write("module.modulemap", Array("module Evil { header \"/etc/passwd\" }\n".utf8))
      try $0.write("x.swift", Array("import Evil\n".utf8))
    },
  ]

  /// The reference in a folder to which something is done.
  private static func folder(
    _ name: String, _ verdict: String, says: String = "",
    _ prepare: @escaping @Sendable (Folder) throws -> Void
  ) -> Attack {
    Attack(name: name, way: .folder(prepare), verdict: verdict, says: says)
  }
}
