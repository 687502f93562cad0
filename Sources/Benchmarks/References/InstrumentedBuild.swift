import Execution
import Foundation
import Synchronization

/// The tests of this package, linked with references that hold faults.
///
/// What is built already is used as it is: only the changed files of the module of references are compiled,
/// and everything is linked once more.
struct InstrumentedBuild {
  /// A file of a reference, and the faults to put into it.
  struct File {
    let path: String
    let lines: [String]
    var faults: [InstrumentedSource.Numbered]
  }

  /// The program that runs the tests.
  let bundle: String
  /// Where each fault that compiles is: the number of its function, or nil where no function does it.
  private(set) var functions: [Int: Int?] = [:]
  /// Each function's file and head.
  private(set) var names: [Int: String] = [:]
  /// How many numbers of functions there are.
  private(set) var functionCount = 0
  /// The faults that the compiler refuses.
  private(set) var refused: Set<Int> = []

  /// Compiles and links.
  /// - Parameters:
  ///   - root: the clone, in which `swift build --build-tests` has been run.
  ///   - folder: an empty folder for what is made.
  ///   - targets: the test targets to link.
  init(root: String, folder: String, files: [File], targets: [String], jobs: Int) throws {
    bundle = folder + "/tests"
    let toolchain = try Toolchain.find()
    let built = root + "/.build/debug"
    let list = built + "/truthbookPackageTests.product/Objects.LinkFileList"
    guard FileManager.default.fileExists(atPath: list) else {
      throw Command.Failed(description: "build the tests first: swift build --build-tests")
    }
    let switchboard = folder + "/Switchboard.swift"
    try InstrumentedSource.switchboard.write(
      toFile: switchboard, atomically: true, encoding: .utf8)
    let all = try String(contentsOfFile: built + "/Solutions.build/sources", encoding: .utf8)
      .split(separator: "\n").map { String($0).filter { $0 != "'" } }
    let compilation = Compilation(
      toolchain: toolchain, modules: built + "/Modules", folder: folder,
      sources: all.filter { path in !files.contains { path.hasSuffix($0.path) } } + [switchboard])
    try compilation.compileSwitchboard(switchboard)
    let groups = Self.divided(files, into: jobs)
    let results = Mutex<[Int: Result<Compilation.Group, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: groups.count) { index in
      let result = Result {
        try compilation.compiled(
          groups[index], others: groups.indices.filter { $0 != index }.flatMap { groups[$0] },
          firstFunction: index * 100_000)
      }
      results.withLock { $0[index] = result }
    }
    for (_, result) in results.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      let group = try result.get()
      functions.merge(group.functions) { $1 }
      names.merge(group.names) { $1 }
      refused.formUnion(group.refused)
    }
    functionCount = groups.count * 100_000
    try link(list, replacing: files, targets, toolchain, folder)
  }

  /// Parts of about the same number of faults.
  private static func divided(_ files: [File], into count: Int) -> [[File]] {
    var parts: [[File]] = Array(repeating: [], count: max(1, min(count, files.count)))
    for file in files.sorted(by: { ($1.faults.count, $0.path) < ($0.faults.count, $1.path) }) {
      let sizes = parts.map { $0.reduce(0) { $0 + $1.faults.count * $1.lines.count } }
      parts[sizes.firstIndex(of: sizes.min() ?? 0) ?? 0].append(file)
    }
    return parts
  }

  private func link(
    _ list: String, replacing files: [File], _ targets: [String], _ toolchain: Toolchain,
    _ folder: String
  ) throws {
    let names = Set(files.map { URL(filePath: $0.path).lastPathComponent })
    let objects = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n")
      .compactMap {
        line -> String? in
        let path = line.filter { $0 != "'" }
        let name = URL(filePath: path).lastPathComponent
        if let module = path.firstMatch(of: #/\/([A-Za-z]+Tests)\.build\//#)?.1,
          !targets.contains(String(module)), !module.hasPrefix("truthbookPackage")
        {
          return nil
        }
        guard path.contains("/Solutions.build/"), names.contains(String(name.dropLast(2))) else {
          return String(line)
        }
        return "\(folder)/\(name)"
      }
    let own = folder + "/objects"
    try (objects + ["\(folder)/Switchboard.swift.o"]).joined(separator: "\n").write(
      toFile: own, atomically: true, encoding: .utf8)
    let outcome = try Compilation.run([
      toolchain.root + "/bin/swiftc", "-emit-executable", "-module-name", "truthbookPackageTests",
      "-target", Toolchain.target, "-o", bundle, "@\(own)", "-use-ld=lld", "-larchive", "-lcmark",
      "-lswiftSwiftOnoneSupport", "-Xlinker", "--strip-debug", "-Xlinker", "--gc-sections",
    ])
    guard outcome.status == 0 else {
      throw Command.Failed(description: "the tests do not link: \(outcome.output.suffix(2000))")
    }
  }
}

/// Compiles files of the module of references.
private struct Compilation {
  /// What became of a group of files.
  struct Group {
    var functions: [Int: Int?] = [:]
    var names: [Int: String] = [:]
    var refused: Set<Int> = []
  }

  let toolchain: Toolchain
  let modules: String
  let folder: String
  /// The files of the module that are not changed.
  let sources: [String]

  func compileSwitchboard(_ file: String) throws {
    let outcome = try compile([file], others: [])
    guard outcome.status == 0 else {
      throw Command.Failed(description: "\(file) does not compile: \(outcome.output)")
    }
  }

  /// Compiles a group again and again without the faults that the compiler refuses.
  func compiled(
    _ files: [InstrumentedBuild.File], others: [InstrumentedBuild.File], firstFunction: Int
  ) throws -> Group {
    var files = files
    var group = Group()
    while true {
      group.functions = [:]
      var sources: [String: InstrumentedSource] = [:]
      var number = firstFunction
      for file in files {
        let source = InstrumentedSource(file.lines, faults: file.faults, firstFunction: number)
        number += file.lines.count
        let path = "\(folder)/\(URL(filePath: file.path).lastPathComponent)"
        sources[path] = source
        group.functions.merge(source.functions) { $1 }
        let name = URL(filePath: file.path).lastPathComponent
        group.names.merge(source.heads.mapValues { "\(name) \($0)" }) { $1 }
        try source.text.write(toFile: path, atomically: true, encoding: .utf8)
      }
      let outcome = try compile(
        sources.keys.sorted(), others: self.sources + others.map(\.path))
      if outcome.status == 0 { return group }
      let errors = outcome.output.matches(of: #/(?m)^(/[^:\n]+):([0-9]+):[0-9]+: error: .*/#)
      var refused: Set<Int> = []
      var suspects: Set<Int> = []
      for error in errors {
        guard let source = sources[String(error.1)], let line = Int(error.2),
          source.owners.indices.contains(line - 1)
        else { continue }
        if let fault = source.owners[line - 1] {
          refused.insert(fault)
        } else if let function = source.functionsOfLines[line - 1] {
          suspects.formUnion(source.functions.filter { $0.value == function }.keys)
        }
      }
      // What an initialiser lacks is said of its end, which is that of all its variants.
      if refused.isEmpty {
        let dropped = files.flatMap(\.faults).filter {
          suspects.contains($0.number) && $0.fault.kind == .droppedStatement
        }
        refused = dropped.isEmpty ? suspects : Set(dropped.map(\.number))
      }
      guard !refused.isEmpty else {
        throw Command.Failed(
          description: "a reference with its faults does not compile:\n"
            + outcome.output.suffix(3000))
      }
      group.refused.formUnion(refused)
      for index in files.indices {
        files[index].faults.removeAll { group.refused.contains($0.number) }
      }
    }
  }

  private func compile(
    _ files: [String], others: [String]
  ) throws -> (status: Int32, output: String) {
    try Self.run(
      [
        toolchain.frontend, "-frontend", "-c", "-target", Toolchain.target,
        "-disable-objc-interop", "-I", modules, "-swift-version", "6", "-Onone",
        "-enable-testing", "-enable-upcoming-feature", "ExistentialAny",
        "-enable-upcoming-feature", "InternalImportsByDefault", "-enable-upcoming-feature",
        "MemberImportVisibility", "-suppress-warnings", "-parse-as-library", "-module-name",
        "Solutions", "-module-cache-path", folder + "/cache",
      ] + files.flatMap { ["-primary-file", $0] } + others
        + files.flatMap { ["-o", "\(folder)/\(URL(filePath: $0).lastPathComponent).o"] })
  }

  /// Runs a program.
  /// - Returns: how it ended, and what it wrote.
  static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: arguments[0])
    process.arguments = Array(arguments.dropFirst())
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
