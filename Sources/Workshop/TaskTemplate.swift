// What a new exercise's author writes first: the task and the hints.

extension ExerciseScaffold {
  var task: String {
    """
    ---
    title: TODO
    level: 1
    chapter: TODO#todo
    file: \(type).swift
    type: \(type)
    protocol: ExerciseKit::\(type)Interface
    ---

    # TODO

    TODO: A story of a few lines in which it goes wrong.

    ## The guarantee

    > TODO: What always holds, in one sentence.

    ## Your task

    Edit `\(type).swift`.

    1. TODO: A rule for each sentence that a check enforces. What no check enforces is not stated.

    ## What not to write

    No clock, no randomness, no input or output.

    ## Worked examples

    TODO: A table of the checks' own examples.

    Run `truthbook test \(name)`. Stuck? `truthbook hint \(name)`.

    """
  }

  var hints: String {
    """
    ## Hint 1

    TODO: Four to six hints, from gentle to nearly the answer.

    """
  }
}
