public import Grading
public import Screen

/// The learner's desk, as a state that keys, saves and checks change: the exercise, what is being checked,
/// the last verdict, and the list, text or question in front of it.
///
/// A value that touches neither the terminal nor files nor a clock: `handle` takes what happened, and when,
/// and says what the shell around it must do, `frame` says what the screen shows.
public struct DeskRoom {
  /// Something that happened.
  public enum Event: Hashable, Sendable {
    /// A key was pressed.
    case key(Key)
    /// The screen has another size.
    case resize(ScreenSize)
    /// What the learner edits has been saved, or has gone.
    case saved(LearnerFiles)
    /// The grading that was begun last tells something.
    case grading(LiveGrading.Event)
    /// Time has passed.
    case tick
    /// The program is being ended from outside.
    case end
  }

  /// A text to be read.
  public enum Text: Hashable, Sendable {
    /// The exercise's task.
    case task
    /// A section that teaches, as `chapter#section`.
    case section(String)
    /// The hints shown so far and one more.
    case nextHint
    /// The reference.
    case solution
  }

  /// Something to do.
  public enum Effect: Hashable, Sendable {
    /// Begin a grading, and end the one that goes on: of everything, or of one check.
    case check(only: String?)
    /// End the grading that goes on.
    case stopChecking
    /// Keep what a whole grading found.
    case record(Report)
    /// Put another exercise on the desk.
    case open(String)
    /// Show a text, by `read`.
    case read(Text)
    /// Let the learner edit, at a line of one of their files where it is known.
    case edit(file: String?, line: Int?)
    /// Keep a copy of the learner's files and put the first versions in their place.
    case reset
    /// Walk through a run: the one that shows what failed first, or one of the learner's own.
    case step(Report?)
    /// Ask the questions of the exercise's chapter.
    case quiz(chapter: String)
    /// Keep the place a text is left at.
    case remember(reference: String, Place)
    /// Draw everything anew, whatever the screen shows.
    case redraw
    /// Stop the process until it is continued.
    case suspend
    /// End.
    case quit
    /// End as a process does that is interrupted.
    case interrupt
  }

  /// What stands in front of the desk.
  enum Overlay {
    case checks(PickList)
    case check(String, TextPane)
    case exercises(PickList)
    case help(TextPane)
    case reading(ReadingRoom, Text)
  }

  /// Something asked for that must be confirmed.
  enum Question: Hashable {
    case reset
    /// The reference before the exercise is passed; how often yes was said.
    case solution(agreed: Int)
  }

  /// A grading that goes on.
  struct Work {
    /// Only this check is asked for.
    var only: String?
    var progress = Grader.Progress.compiling
    var decided: [CheckReport] = []
  }

  var exercise: DeskExercise
  var exercises: [ExerciseEntry]
  var files: LearnerFiles
  var size: ScreenSize
  var now: Int
  var work: Work?
  var verdict: DeskVerdict?
  var body = TextPane()
  var bodyContent: BodyContent?
  /// Where the body tells what the learner's code printed.
  var printedLine: Int?
  var overlay: Overlay?
  var question: Question?
  /// Shown in the last row until the next key.
  var message: String?

  /// Puts an exercise on the desk.
  /// - Parameters:
  ///   - exercise: the exercise.
  ///   - exercises: all exercises, in order.
  ///   - size: the size of the screen.
  ///   - now: the time, in milliseconds of a clock that only goes forward.
  public init(
    _ exercise: DeskExercise, of exercises: [ExerciseEntry], files: LearnerFiles, size: ScreenSize,
    at now: Int
  ) {
    self.exercise = exercise
    self.exercises = exercises
    self.files = files
    self.size = size
    self.now = now
    layOut()
  }

  /// Begins: what is on the desk is checked, unless there is nothing to check.
  /// - Returns: what to do first.
  public mutating func begin() -> [Effect] { files == .edited ? check(only: nil) : [] }

  /// Puts another exercise on the desk; what is asked and said stays.
  /// - Returns: what to do, in order.
  public mutating func open(_ exercise: DeskExercise, files: LearnerFiles) -> [Effect] {
    self.exercise = exercise
    self.files = files
    work = nil
    verdict = nil
    overlay = nil
    question = nil
    bodyContent = nil
    layOut()
    return [.stopChecking] + begin()
  }

  /// Shows other exercises, or the same of which other things are known, in the list of all.
  public mutating func replace(_ exercises: [ExerciseEntry]) {
    self.exercises = exercises
  }

  /// Lets the learner read in front of the desk.
  public mutating func read(_ room: ReadingRoom, _ text: Text) {
    var room = room
    room.wayOut = text == .nextHint ? "h next hint  q back" : "q back"
    _ = room.handle(.resize(size))
    overlay = .reading(room, text)
  }

  /// Tells something until the next key.
  public mutating func say(_ text: String) {
    if case .reading(var room, let kind) = overlay {
      room.say(text)
      overlay = .reading(room, kind)
    } else {
      message = text
    }
  }

  /// When the screen changes without anything happening, in milliseconds; nil for never.
  public func nextChange(after now: Int) -> Int? {
    verdict.map { VerdictClock(time: $0.time).nextChange(after: now) }
  }

  /// Takes in what happened.
  /// - Parameter now: the time, in milliseconds of the clock given at first.
  /// - Returns: what to do, in order; the frame may have changed in any case.
  public mutating func handle(_ event: Event, at now: Int) -> [Effect] {
    self.now = max(self.now, now)
    switch event {
    case .tick: return []
    case .key(let key): return press(key)
    case .resize(let size):
      resize(to: size)
      return []
    case .saved(let files): return save(files)
    case .grading(let event): return take(event)
    case .end: return leaving
    }
  }

  /// What is to be kept when the desk is left.
  var leaving: [Effect] {
    guard case .reading(var room, _) = overlay else { return [] }
    return room.handle(.end).compactMap(Self.effect)
  }

  private mutating func resize(to size: ScreenSize) {
    self.size = size
    switch overlay {
    case .reading(var room, let text):
      _ = room.handle(.resize(size))
      overlay = .reading(room, text)
    case .help(var pane):
      pane.replace(DeskKeys.help.lines(columns: size.columns), keepingPlace: true)
      overlay = .help(pane)
    case .check(let name, var pane):
      pane.replace(lines(ofCheck: name), keepingPlace: true)
      overlay = .check(name, pane)
    case .checks, .exercises, nil: break
    }
    layOut(isResized: true)
  }

  /// What a room in front of the desk wants done; nil for what concerns only the room itself.
  static func effect(_ effect: ReadingRoom.Effect) -> Effect? {
    switch effect {
    case .remember(let reference, let place): .remember(reference: reference, place)
    case .redraw: .redraw
    case .suspend: .suspend
    case .interrupt: .interrupt
    case .quit: nil
    }
  }
}
