import Curriculum
import Dispatch
import Foundation
import Simulation
import Synchronization

/// Puts faults into references and runs the project's own tests of them, all of one build.
struct ReferenceFaults {
  /// How to call it.
  static let usage =
    "Benchmarks faults --references [NAME…] [--sample N] [--seed S] [--jobs N] [--only FAULT] "
    + "[--reach FILE] [--record] [--table]"

  /// A fault of a reference.
  struct Fault {
    /// Counts from 1 over all faults of the chosen references.
    let number: Int
    /// Counts from 1 over all faults of its reference, whatever was chosen.
    let ordinal: Int
    let reference: String
    let file: String
    let fault: SourceFault
    let key: String
  }

  private var names: [String] = []
  private var sample = Int.max
  private var seed: UInt64 = 0
  private var jobs = ProcessInfo.processInfo.activeProcessorCount
  private var only: Int?
  private var isRecorded = false
  private var reachFile: String?
  private var writesOnlyTable = false
  /// Which test targets judge.
  private var targets = ["SolutionsTests"]

  /// Reads the arguments after `--references`.
  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      if word == "--record" {
        isRecorded = true
      } else if word == "--table" {
        writesOnlyTable = true
      } else if word == "--tests", let target = rest.popFirst() {
        targets.append(target)
      } else if word == "--reach", let file = rest.popFirst() {
        reachFile = file
      } else if !word.hasPrefix("-") {
        names.append(word)
      } else {
        guard let number = rest.popFirst().flatMap({ Int($0) }), number >= 0 else {
          throw Command.Failed(description: "\(word): give it a number; usage: \(Self.usage)")
        }
        switch word {
        case "--sample": sample = number
        case "--seed": seed = UInt64(number)
        case "--jobs": jobs = max(1, number)
        case "--only": only = number
        default: throw Command.Failed(description: "\(word)? usage: \(Self.usage)")
        }
      }
    }
  }

  /// Makes the faults, runs the tests and prints the account.
  /// - Returns: true when every fault that is not equivalent was noticed.
  func run(root: String) throws -> Bool {
    if writesOnlyTable {
      try record([], root: root)
      return true
    }
    let references = try references(root: root)
    var faults: [Fault] = []
    var files: [InstrumentedBuild.File] = []
    for reference in references {
      let chosen = try chosenFaults(of: reference, root: root, firstNumber: faults.count + 1)
      faults += chosen.faults
      files += chosen.files
    }
    let folder = FileManager.default.temporaryDirectory.path + "/truthbook-references-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let begin = ContinuousClock.now
    let build = try InstrumentedBuild(
      root: root, folder: folder, files: files, targets: targets, jobs: jobs)
    let bundle = TestBundle(path: build.bundle, folder: folder)
    let built = (ContinuousClock.now - begin).milliseconds / 1e3
    let tests = try measuredTests(of: bundle, build)
    Swift.print(
      "\(faults.count) faults in \(references.count) references: built in \(built.text) s, "
        + "\(tests.count) tests take \(tests.reduce(0) { $0 + $1.seconds }.text) s")
    let placed = faults.filter { build.functions[$0.number] != nil }
    var isComplete = true
    for reference in references {
      let judged = try inParallel(placed.filter { $0.reference == reference }) { fault in
        let reaching = self.tests(tests, reaching: fault, build.functions, faults: placed)
        return ReferenceAccount.Judged(
          fault: fault, ending: try bundle.judge(fault.number, by: reaching))
      }
      let others = faults.filter {
        $0.reference == reference && build.functions[$0.number] == nil
      }
      let refused = others.count { build.refused.contains($0.number) }
      let account = ReferenceAccount(
        reference: reference, judged: judged, refused: refused, unplaced: others.count - refused,
        equivalents: try FaultFile(path: "\(root)/Solutions/Faults/\(reference).txt").equivalents)
      account.print()
      if isRecorded { try record([figures(of: account, tests, build, root: root)], root: root) }
      if !account.survivors.isEmpty { isComplete = false }
    }
    return isComplete
  }

  /// What each test reaches and takes, from this build; or as the file of `--reach` tells it, which is
  /// written when there is none: who changes one reference need not measure all tests again.
  private func measuredTests(
    of bundle: TestBundle, _ build: InstrumentedBuild
  ) throws -> [TestBundle.Test] {
    if let reachFile, let text = try? String(contentsOfFile: reachFile, encoding: .utf8) {
      var numbers: [String: Set<Int>] = [:]
      for (number, name) in build.names { numbers[name, default: []].insert(number) }
      var tests = text.split(separator: "\n").map { line in
        let fields = line.split(separator: "\t").map(String.init)
        return TestBundle.Test(
          place: fields[0], seconds: Double(fields[1]) ?? 0,
          functions: fields.dropFirst(2).reduce(into: []) { $0.formUnion(numbers[$1] ?? []) })
      }
      let listed = try bundle.list(targets)
      tests.removeAll { !listed.contains($0.name) }
      // What the file does not know may reach this build, and another one too.
      let new = listed.subtracting(tests.map(\.name)).sorted()
      if !new.isEmpty { tests += try bundle.tests(matching: new.map(TestBundle.pattern)) }
      return tests
    }
    let tests = try bundle.tests(matching: targets.map { "^\($0)\\." })
    if let reachFile {
      try tests.map { Self.line($0, build) }.joined(separator: "\n")
        .write(toFile: reachFile, atomically: true, encoding: .utf8)
    }
    return tests
  }

  private static func line(_ test: TestBundle.Test, _ build: InstrumentedBuild) -> String {
    ([test.place, "\(test.seconds)"]
      + Set(test.functions.compactMap { build.names[$0] }).sorted()).joined(separator: "\t")
  }

  /// Tests that reach the function of a fault; for a fault in no function those that reach its file.
  private func tests(
    _ tests: [TestBundle.Test], reaching fault: Fault, _ functions: [Int: Int?], faults: [Fault]
  ) -> [TestBundle.Test] {
    let wanted: Set<Int>
    if case .some(.some(let function)) = functions[fault.number] {
      wanted = [function]
    } else {
      wanted = Set(
        faults.filter { $0.file == fault.file }.compactMap { functions[$0.number] ?? nil })
    }
    return tests.filter { !$0.functions.isDisjoint(with: wanted) }
  }

  /// The line of a reference for the table, with the tests that reach it.
  private func figures(
    of account: ReferenceAccount, _ tests: [TestBundle.Test], _ build: InstrumentedBuild,
    root: String
  ) throws -> ReferenceFigures {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: "\(root)/Solutions/\(account.reference)")
    let functions = build.names.filter { name in files.contains { name.value.hasPrefix($0 + " ") } }
    let sources = try tests.filter { test in functions.keys.contains { test.functions.contains($0) }
    }
    .map { try TestSource(of: $0, root: root) }
    return ReferenceFigures(
      reference: account.reference,
      digest: try ReferenceTable.digest(of: account.reference, in: Curriculum(root: root)),
      made: account.judged.count, killed: account.killed, equivalent: account.accounted,
      searches: sources.filter { $0.strength == .search }.map(\.name).sorted(),
      walks: sources.count { $0.strength == .walk },
      examples: sources.count { $0.strength == .examples })
  }

  /// Puts the lines of these references among those of the others, and writes the table anew.
  private func record(_ figures: [ReferenceFigures], root: String) throws {
    let curriculum = Curriculum(root: root)
    var all = try ReferenceTable.figures(of: curriculum)
    for row in figures { all[row.reference] = row }
    let known = try curriculum.referenceIDs()
    try all.values.filter { known.contains($0.reference) }.sorted { $0.reference < $1.reference }
      .map { $0.line + "\n" }.joined()
      .write(
        toFile: "\(root)/\(ReferenceTable.figuresPath)", atomically: true, encoding: .utf8)
    try ReferenceTable(curriculum).text.write(
      toFile: "\(root)/\(ReferenceTable.path)", atomically: true, encoding: .utf8)
  }

  private func references(root: String) throws -> [String] {
    let folder = root + "/Solutions"
    let others = ["Mutants", "Alternatives", "AsPrinted", "Faults"]
    let all = try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
        && isFolder.boolValue && !others.contains(name)
    }.sorted()
    for name in names where !all.contains(name) {
      throw Command.Failed(
        description: "no reference is called \(name); there are \(all.joined(separator: ", "))")
    }
    return names.isEmpty ? all : names
  }

  /// The faults of a reference, or a sample of them in which each kind is as frequent as it can be.
  private func chosenFaults(
    of reference: String, root: String, firstNumber: Int
  ) throws -> (faults: [Fault], files: [InstrumentedBuild.File]) {
    let folder = "\(root)/Solutions/\(reference)"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".swift") }.sorted()
    var files: [InstrumentedBuild.File] = []
    var all: [(file: Int, fault: SourceFault)] = []
    for name in names {
      let lines = SourceLines(try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8))
        .lines
      let file = InstrumentedBuild.File(path: "\(folder)/\(name)", lines: lines, faults: [])
      var seen: Set<SourceFault.Place> = []
      for fault in SourceFault.all(in: lines) + SourceFault.ofEffects(in: lines)
      where seen.insert(fault.place).inserted && !fault.isOnlyAnotherOrder {
        all.append((files.count, fault))
      }
      files.append(file)
    }
    let generated = all.count
    for named in try FaultFile(path: "\(root)/Solutions/Faults/\(reference).txt").named {
      guard
        let found = files.indices.lazy.compactMap({ file in
          named.fault(in: files[file].lines).map { (file, $0) }
        }).first
      else {
        throw Command.Failed(
          description: "Solutions/Faults/\(reference).txt: no file of the reference has "
            + "`\(named.old.joined(separator: " / "))`")
      }
      all.append(found)
    }
    var random = RandomSource(seed: seed)
    var places = Dictionary(grouping: 0..<generated, by: { all[$0].fault.kind })
    for kind in SourceFault.Kind.allCases { places[kind] = random.shuffled(places[kind] ?? []) }
    var chosen: [Int] = []
    while chosen.count < min(sample, generated) {
      for kind in SourceFault.Kind.allCases {
        if let index = places[kind]?.popLast() { chosen.append(index) }
      }
    }
    chosen = (chosen.prefix(sample) + Array(generated..<all.count)).filter {
      only == nil || only == $0 + 1
    }.sorted()
    let faults = chosen.enumerated().map { count, index in
      let (file, fault) = all[index]
      files[file].faults.append(.init(number: firstNumber + count, fault: fault))
      return Fault(
        number: firstNumber + count, ordinal: index + 1, reference: reference, file: names[file],
        fault: fault, key: fault.key(in: files[file].lines))
    }
    return (faults, files)
  }

  /// Does the same with each of many things, some at a time.
  private func inParallel<Thing: Sendable, Answer: Sendable>(
    _ things: [Thing], _ body: @Sendable (Thing) throws -> Answer
  ) throws -> [Answer] {
    let answers = Mutex<[Int: Result<Answer, any Error>]>([:])
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(jobs, things.count)) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < things.count else { return }
        let answer = Result { try body(things[index]) }
        let count = answers.withLock {
          $0[index] = answer
          return $0.count
        }
        if isatty(STDERR_FILENO) == 1 {
          FileHandle.standardError.write(Data("\r\(count)/\(things.count)\u{1b}[K".utf8))
        }
      }
    }
    if isatty(STDERR_FILENO) == 1 { FileHandle.standardError.write(Data("\r\u{1b}[K".utf8)) }
    return try answers.withLock { $0 }.sorted { $0.key < $1.key }.map { try $0.value.get() }
  }
}

extension FaultFile.Named {
  /// The fault where its lines are first; nil where they are not.
  fileprivate func fault(in lines: [String]) -> SourceFault? {
    lines.indices.dropLast(old.count - 1).first { start in
      zip(lines[start...], old).allSatisfy { $0.drop { $0 == " " } == $1[...] }
    }.map { start in
      let indentation = lines[start].prefix { $0 == " " }
      return SourceFault(
        kind: .named, line: start,
        replacement: new.map { indentation + $0 }
          + Array(repeating: "", count: old.count - new.count))
    }
  }
}
