import Foundation
import Testing

@testable import Execution

@Suite("Whom a submission runs as")
struct SubmissionUserTests {
  @Test func `what keeps others out is named, from the file up`() throws {
    let temporary = try TemporaryFolder()
    let inner = temporary.path + "/inner"
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: false)
    let file = inner + "/file"
    try Data().write(to: URL(filePath: file))
    func setMode(_ mode: Int, of path: String) throws {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
    try setMode(0o755, of: temporary.path)
    try setMode(0o711, of: inner)
    try setMode(0o644, of: file)
    #expect(SubmissionUser.closedPart(of: file) == nil)
    try setMode(0o600, of: file)
    #expect(SubmissionUser.closedPart(of: file) == file)
    try setMode(0o644, of: file)
    try setMode(0o710, of: inner)
    #expect(SubmissionUser.closedPart(of: file) == inner)
    #expect(SubmissionUser.closedPart(of: file + "-missing") == file + "-missing")
  }
}
