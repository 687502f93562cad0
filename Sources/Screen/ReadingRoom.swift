/// What somebody reads on a screen, as a state that keys change: the text that is open, the place in
/// it, how the reader got there, what is searched for, and the list or question in front of it.
///
/// A value that touches neither the terminal nor files: `handle` takes what happened and says what
/// the shell around it must do, `frame` says what the screen shows.
public struct ReadingRoom {
  /// Something that happened.
  public enum Event: Hashable, Sendable {
    /// A key was pressed.
    case key(Key)
    /// The screen has another size.
    case resize(ScreenSize)
    /// The program is being ended from outside.
    case end
  }

  /// Something to do.
  public enum Effect: Hashable, Sendable {
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

  /// What stands in front of the text.
  enum Overlay {
    case outline(PickList)
    case contents(PickList, [BookEntry])
    case help(top: Int)
    case figure(FigureWalk)
  }

  /// A text that was left by a link, and where.
  struct Visit {
    var reference: String
    var place: Place
    var top: Int
    var left: Int
    var width: Int
    var selectedLink: Int?
  }

  /// What the status line says of the key that leaves.
  public var wayOut = "q quit"
  let shelf: any Bookshelf
  /// The texts of the book, once they have been asked for.
  var entries: [BookEntry]?
  /// The most columns a text is laid out for.
  let widthMaximum: Int?
  var size: ScreenSize
  var open: OpenText
  /// The first line shown.
  var top = 0
  /// The columns that are out of sight on the left.
  var left = 0
  /// Where the reader went last by a key of theirs, which a change of size keeps in sight.
  var place = Place(section: nil, letters: 0)
  /// The first line and the width at which that was.
  var placeShown = (top: 0, width: 0)
  /// The index of a link in the page's `links`.
  var selectedLink: Int?
  var past: [Visit] = []
  var future: [Visit] = []
  var search: TextSearch?
  /// The index of the match the reader went to last.
  var currentMatch: Int?
  var overlay: Overlay?
  /// What has been typed to search for; nil when nothing is being typed.
  var prompt: String?
  /// Shown in the status line until the next key.
  var message: String?

  /// Opens a text.
  ///
  /// - Parameters:
  ///   - reference: the text.
  ///   - section: the anchor of the section to begin at; one that does not exist is said on the
  ///     screen.
  ///   - place: where to begin when no section is given.
  ///   - shelf: where texts come from.
  ///   - size: the size of the screen.
  ///   - widthMaximum: the most columns a text is laid out for; nil for all of the screen.
  public init(
    opening reference: String, section: String? = nil, place: Place? = nil,
    from shelf: any Bookshelf, size: ScreenSize, widthMaximum: Int? = nil
  ) throws(Unreadable) {
    self.shelf = shelf
    self.size = size
    self.widthMaximum = widthMaximum
    open = OpenText(
      try shelf.text(reference), width: min(size.columns, widthMaximum ?? size.columns))
    if let section {
      go(toSection: section)
    } else if let place {
      moveTop(to: open.line(of: place), canPassEnd: true)
      if top > 0 { message = "where you left off; g goes to the start" }
    }
  }

  /// The reference of the text that is open.
  public var reference: String { open.text.reference }

  /// Takes in what happened.
  /// - Returns: what to do, in order; the frame may have changed in any case.
  public mutating func handle(_ event: Event) -> [Effect] {
    switch event {
    case .end:
      return [remembering]
    case .resize(let size):
      resize(to: size)
      return []
    case .key(.control("c")):
      guard prompt == nil else {
        prompt = nil
        return []
      }
      return [remembering, .interrupt]
    case .key(.control("z")):
      return [remembering, .suspend]
    case .key(.control("l")), .key(.control("r")):
      return [.redraw]
    case .key(let key):
      message = nil
      if prompt != nil {
        type(key)
        return []
      }
      if let overlay { return handle(key, in: overlay) }
      return read(key)
    }
  }

  /// Tells that something went wrong outside, until the next key.
  public mutating func say(_ text: String) {
    message = text
  }

  var remembering: Effect { .remember(reference: reference, open.place(ofLine: top)) }

  private mutating func read(_ key: Key) -> [Effect] {
    switch key {
    case .character("q"), .character("Q"): return [remembering, .quit]
    case .character("?"), .function(1): overlay = .help(top: 0)
    case .character("o"): showOutline()
    case .character("t"): showContents()
    case .character("/"): prompt = ""
    case .character("n"): goToMatch(isForward: true)
    case .character("N"): goToMatch(isForward: false)
    case .escape: forgetMarks()
    case .tab: selectLink(isForward: true)
    case .backTab: selectLink(isForward: false)
    case .enter: return followSelectedLink()
    case .backspace, .character("H"): return goBack()
    case .character("L"): return goForward()
    case .character("}"): return goToChapter(1)
    case .character("{"): return goToChapter(-1)
    default: move(key)
    }
    return []
  }

  private mutating func forgetMarks() {
    search = nil
    currentMatch = nil
    selectedLink = nil
  }

  private mutating func resize(to size: ScreenSize) {
    self.size = size
    let width = min(size.columns, widthMaximum ?? size.columns)
    guard width != open.width else {
      top = min(top, max(0, open.lineCount - 1))
      return
    }
    let selected = selectedLink.flatMap { open.links.firstIndex(of: $0) }
    let match = currentMatch
    open = OpenText(open.text, width: width)
    top = width == placeShown.width ? placeShown.top : open.line(of: place)
    left = 0
    selectedLink = selected.flatMap { $0 < open.links.count ? open.links[$0] : nil }
    if let words = search?.words {
      let found = TextSearch(words, in: open.page)
      search = found
      currentMatch = match.flatMap { $0 < found.matches.count ? $0 : nil }
    }
  }
}
