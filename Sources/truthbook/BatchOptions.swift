import ArgumentParser
import Glibc

/// How many submissions are graded and where their results go.
struct BatchOptions: ParsableArguments {
  /// A share of a batch: `2/4`.
  struct Shard: ExpressibleByArgument, Hashable {
    var number: Int
    var count: Int

    init?(argument: String) {
      let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 2, let number = parts[0], let count = parts[1],
        (1...100_000).contains(count), (1...count).contains(number)
      else { return nil }
      self.number = number
      self.count = count
    }
  }

  @Flag(help: "Each folder and each Swift file in the given folders is a submission of its own.")
  var batch = false

  @Option(help: "Grade this many at once; as many as there are processors unless given.")
  var jobs: Int?

  @Option(help: "Write the results of a batch into this folder.")
  var output: String?

  @Flag(help: "Go on with the batch in --output: what is graded there stays.")
  var resume = false

  @Option(
    help: ArgumentHelp(
      "Grade only this share of a batch, such as 2/4; join the shares with `truthbook report merge`.",
      valueName: "i/n"))
  var shard: Shard?

  @Option(help: "Write a batch's gradebook as CSV to this file; - for standard output.")
  var csv: String?

  func validate() throws {
    if let jobs, !(1...256).contains(jobs) {
      throw ValidationError("--jobs takes a number from 1 to 256.")
    }
    if resume, output == nil {
      throw ValidationError("--resume needs --output, the folder of the batch to go on with.")
    }
  }

  /// True when one of the options makes sense for a batch alone.
  var isAskedFor: Bool {
    batch || jobs != nil || output != nil || shard != nil || csv != nil
  }

  /// How many submissions are graded at once.
  var jobCount: Int { jobs ?? max(1, min(256, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }
}
