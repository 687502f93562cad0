import Foundation
import Testing

@testable import Grading

@Suite("Report formats: paths in a checkout")
struct WorkspaceFolderTests {
  private let checkout: Cohort
  private var path: String { checkout.path }

  init() throws {
    checkout = try Cohort()
    try checkout.add("class/alice, 1/ORSet.swift", "1")
    try checkout.add("class/alice, 1/hand-in.zip", "1")
    try checkout.add("ORSet.swift", "1")
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: path + "/latest", withDestinationPath: path + "/class/alice, 1")
    try files.createSymbolicLink(atPath: path + "/outside", withDestinationPath: "/usr")
  }

  @Test func `however a path is written, the folder is that in the checkout`() {
    for form in [
      "/class/alice, 1", "/class/alice, 1/", "//class/./alice, 1/ORSet.swift", "/latest",
      "/latest/ORSet.swift", "/class/../class/alice, 1", "/latest/../alice, 1/ORSet.swift",
    ] {
      #expect(WorkspaceFolder.folder(of: path + form, in: path) == "class/alice, 1/", "\(form)")
      #expect(WorkspaceFolder.folder(of: path + form, in: path + "/class/..") == "class/alice, 1/")
      #expect(
        WorkspaceFolder.folder(of: path + form, in: path + "/class") == "alice, 1/", "\(form)")
    }
    #expect(WorkspaceFolder.folder(of: path + "/ORSet.swift", in: path) == "")
    #expect(WorkspaceFolder.folder(of: path, in: path + "/") == "")
  }

  @Test func `a checkout behind a link is the same`() throws {
    let other = try Cohort()
    let link = other.path + "/checkout"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(WorkspaceFolder.folder(of: path + "/class/alice, 1", in: link) == "class/alice, 1/")
    #expect(WorkspaceFolder.folder(of: link + "/class/alice, 1", in: path) == "class/alice, 1/")
  }

  @Test func `what lies elsewhere has no folder there`() {
    for form in [
      "/outside", "/..", "/class/alice, 1/hand-in.zip", "/nowhere", "/nowhere/ORSet.swift",
    ] {
      #expect(WorkspaceFolder.folder(of: path + form, in: path) == nil, "\(form)")
    }
    #expect(WorkspaceFolder.folder(of: path + "/ORSet.swift", in: path + "/class") == nil)
  }

  @Test func `without a checkout it is the working folder`() throws {
    let here = FileManager.default.currentDirectoryPath
    for workspace in [nil, "", "/nowhere"] {
      #expect(WorkspaceFolder.folder(of: here, in: workspace) == "")
      #expect(WorkspaceFolder.folder(of: path, in: workspace) == nil)
    }
  }

  @Test func `what is not in the checkout is annotated without a path`() throws {
    let lines = GitHubReport(SampleReports.stopped, ReportSetting(folder: nil)).commands
      .split(separator: "\n")
    #expect(lines[0].hasPrefix("::error title=one-vote-per-term::"))
    #expect(!lines.contains { $0.contains("file=") })
  }
}
