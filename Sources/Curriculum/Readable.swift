/// What could be read of the workbook's files of one kind, beside what is wrong with the others: one
/// broken file takes nothing away but itself.
public struct Readable<Item: Sendable & Identifiable>: Sendable where Item.ID == String {
  /// Those that can be read.
  public let items: [Item]
  /// The names of the others.
  public let unreadable: [String]
  /// What is wrong with those, in the order of the files; empty when there are none.
  public let faults: [Diagnostic]
}

extension Readable {
  /// Reads every file and keeps the faults of those that cannot be read.
  init<File>(
    _ files: [File], named name: (File) -> String,
    _ read: (File) throws(CurriculumError) -> Item
  ) {
    var items: [Item] = []
    var unreadable: [String] = []
    var faults: [Diagnostic] = []
    for file in files {
      do {
        items.append(try read(file))
      } catch {
        unreadable.append(name(file))
        faults += error.diagnostics
      }
    }
    self.init(items: items, unreadable: unreadable, faults: faults)
  }

  func sorted(by areInOrder: (Item, Item) -> Bool) -> Readable {
    Readable(items: items.sorted(by: areInOrder), unreadable: unreadable, faults: faults)
  }
}
