import Foundation

/// An empty folder outside of any workbook.
final class TemporaryPlace {
  let root: URL

  init() throws {
    root = FileManager.default.temporaryDirectory.appending(
      path: "truthbook-place-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: root)
  }
}
