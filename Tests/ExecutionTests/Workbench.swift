import ExerciseKit
import Glibc
import Testing
import Wire

@testable import Execution

/// What the exercise `or-set` expects, and short ways to try sources against it.
enum Workbench {
  static let interface = SubjectInterface(
    type: "ORSet<Swift::String>", conformance: "ExerciseKit::ObservedRemoveSet<Swift::String>")

  /// The folder that holds this file.
  static let folder = parent(of: #filePath)

  static func submission(_ sources: [(name: String, text: String)]) throws -> Submission {
    try Submission.prepare(
      files: sources.map { SourceFile(name: $0.name, bytes: Array($0.text.utf8)) },
      interface: interface)
  }

  /// What the compiler says of `text` as ORSet.swift; nil when it compiles.
  static func failure(_ text: String) throws -> CompileFailure? {
    do {
      _ = try submission([("ORSet.swift", text)])
      return nil
    } catch let failure as CompileFailure {
      return failure
    }
  }

  /// Does something in a process of its own, and records why when it fails: an error that is thrown
  /// there ends the process, and of that the test's own process sees the signal only.
  static func recordingErrors(_ work: () throws -> Void) {
    do {
      try work()
    } catch {
      Issue.record(error)
    }
  }

  /// A program that makes a set and adds each element.
  static func adding(_ elements: [String]) -> Program {
    var program = Program()
    program.make(0) { $0.node(NodeID(1)) }
    for element in elements {
      program.call(0) { SetRequest.add(element).write(to: &$0) }
    }
    return program
  }

  /// The living processes of a process group, after giving killed ones a moment to be gone: one
  /// that a worker started is nobody's here to wait for.
  static func survivors(ofGroup group: Int32) -> [Int32] {
    for _ in 0..<500 {
      if members(ofGroup: group).isEmpty { return [] }
      usleep(10_000)
    }
    return members(ofGroup: group)
  }

  /// The process groups that the living children of a process lead.
  static func groups(ofChildrenOf parent: Int32) -> [Int32] {
    processes { fields in fields[1] == String(parent) }
  }

  /// The living processes of a process group.
  static func members(ofGroup group: Int32) -> [Int32] {
    processes { fields in fields[2] == String(group) }
  }

  /// The living processes of which this is true: state, parent, group.
  private static func processes(where condition: ([String]) -> Bool) -> [Int32] {
    guard let stream = opendir("/proc") else { return [] }
    defer { closedir(stream) }
    var members: [Int32] = []
    while let entry = readdir(stream) {
      guard let process = Int32(entryName(entry)),
        let bytes = try? readWholeFile("/proc/\(process)/stat"),
        let name = bytes.lastIndex(of: UInt8(ascii: ")"))
      else { continue }
      let fields = bytes[(name + 1)...].split(separator: UInt8(ascii: " ")).prefix(3)
        .map { String(decoding: $0, as: UTF8.self) }
      if !["Z", "X"].contains(fields[0]), condition(fields) { members.append(process) }
    }
    return members
  }
}
