import Calculators
import Testing

/// The book's numbers, field by field.
@Suite("Calculators: the book's numbers")
struct NumbersTests {
  @Test(arguments: [
    ("0 0.3", "1 1 1"), ("1 0.1", "0.204587 0.200000 0.111111"),
    ("6 0.3", "0.132111 0.156450 0.006196"), ("6 0.1", "0.0002428 0.0005914 0.000001882"),
    ("6 0.02", "1.571e-8 5.424e-8 7.225e-11"), ("100 0.45", "0.102079 0.156776 1.927e-9"),
    ("100 0.02", "1.761e-127 1.585e-112 9.559e-170"), ("340 0.45", "0.0009947 0.008968 2.339e-30"),
    ("6 0.5", "1 1 1"), ("6 1", "1 1 1"), ("6 0", "0 0 0"),
  ])
  func `finality: probabilities`(asked: String, answer: String) throws {
    let words = asked.split(separator: " ")
    let asking = try Asking("finality z=\(words[0]) q=\(words[1])")
    #expect(try asking.texts("nakamoto exact catch-up") == answer)
  }

  @Test(arguments: [
    (0, 0.05, 0, 0), (1, 0.1, 79.5413, 80), (3, 0.2, 89.6758, 88.4160), (6, 0.05, 99.9996, 99.9988),
    (6, 0.1, 99.9757, 99.9409), (6, 0.3, 86.7889, 84.3550), (100, 0.4, 99.9558, 99.5680),
    (100, 0.45, 89.7921, 84.3224), (6, 0.4, 49.6020, 50.6996), (3, 0.45, 15.5605, 18.6254),
  ])
  func `finality: confidence in per cent`(z: Int, q: Double, nakamoto: Double, exact: Double) throws
  {
    let asking = try Asking("finality z=\(z) q=\(q)")
    #expect(abs(100 * (try asking.number("confidence-nakamoto")) - nakamoto) < 0.00005001)
    #expect(abs(100 * (try asking.number("confidence-exact")) - exact) < 0.00005001)
  }

  @Test func `finality: confidence never reads as certainty that it is not`() throws {
    func confidence(_ words: String) throws -> String {
      try Asking("finality " + words).text("confidence-exact")
    }
    #expect(try confidence("z=6 q=0.3") == "84.4 %")
    #expect(try confidence("z=6 q=0.1") == "99.941 %")
    #expect(try confidence("z=100 q=0.1") == "above 99.999999 %")
    #expect(try confidence("z=0 q=0.1") == "0 %")
    #expect(try confidence("z=1 q=0") == "100 %")
    #expect(try Asking("finality z=6 q=0.1").text("confidence-nakamoto") == "99.976 %")
  }

  @Test(arguments: [
    ("0.10", 5, 6), ("0.15", 8, 9), ("0.20", 11, 13), ("0.25", 15, 20), ("0.30", 24, 32),
    ("0.35", 41, 58), ("0.40", 89, 133), ("0.45", 340, 539),
  ])
  func `finality: confirmations for a thousandth`(q: String, nakamoto: Int, exact: Int) throws {
    let asking = try Asking("finality q=\(q)")
    #expect(try asking.text("confirmations-nakamoto") == "\(nakamoto)")
    #expect(try asking.text("confirmations-exact") == "\(exact)")
  }

  @Test func `finality: confirmations for other risks, and where there are none`() throws {
    #expect(
      try Asking("finality q=0.3 risk=0.000137").text("confirmations-nakamoto") == "31")
    #expect(try Asking("finality q=0.5").text("confirmations-exact") == "no number is enough")
    #expect(try Asking("finality q=0.4999").text("confirmations-exact") == "more than 20,000")
  }

  @Test(arguments: [
    "1 1 0 0 1 1", "2 2 0 0 2 1", "3 2 1 0 2 2", "4 3 1 1 3 2", "5 3 2 1 4 3", "6 4 2 1 4 3",
    "7 4 3 2 5 4", "8 5 3 2 6 4", "9 5 4 2 6 5", "10 6 4 3 7 5", "13 7 6 4 9 7",
  ])
  func `majority: sizes and tolerance`(row: String) throws {
    let n = row.prefix { $0 != " " }
    #expect(
      try Asking("majority n=\(n)")
        .texts("majority crash-faults byzantine-faults byzantine-quorum as-printed")
        == row.dropFirst(n.count + 1))
  }

  @Test(arguments: [
    ("3 1 1", "no no 0 0.333333 0.666667 0.999999 0.999999 no overlap"),
    ("3 2 2", "yes yes 1 1 0 0.999702 0.999702 balanced"),
    ("3 3 1", "yes no 1 1 0 0.970299 0.999999 fast writes"),
    ("3 1 3", "yes yes 1 1 0 0.999999 0.970299 fast reads"),
    ("5 2 3", "no yes 0 0.900000 0.100000 0.99999995 0.999990 no overlap"),
    ("5 2 2", "no no 0 0.700000 0.300000 0.99999995 0.99999995 no overlap"),
    ("5 4 2", "yes no 1 1 0 0.999020 0.99999995 fast writes"),
    ("5 1 5", "yes yes 1 1 0 0.9999999999 0.950990 fast reads"),
  ])
  func `quorum: overlap, staleness and availability`(dial: String, answer: String) throws {
    let sizes = dial.split(separator: " ")
    let asking = try Asking("quorum n=\(sizes[0]) r=\(sizes[1]) w=\(sizes[2])")
    #expect(
      try asking.texts(
        "overlaps writes-overlap minimum-overlap overlap-probability staleness read-availability "
          + "write-availability label") == answer)
  }

  @Test func `byzantine: sizes and messages`() throws {
    let rows = try (0...4).map {
      try Asking("byzantine f=\($0)")
        .texts("nodes quorum shared pbft-messages raft-messages om-messages")
    }
    #expect(
      rows == [
        "1 1 1 0 0 0", "4 3 2 24 4 9", "7 5 3 84 8 156", "10 7 4 180 12 3,609",
        "13 9 5 312 16 108,384",
      ])
  }

  @Test(arguments: [
    ("economics of=cost", "×23, ×10.87, ×10, ×20", "50,000"),
    ("economics of=latency", "×10, ×5, ×4, ×3,000", "600,000"),
    ("hierarchy of=cost", "×20, ×12.5, ×4, ×10", "10,000"),
    ("spectrum of=latency", "×10, ×5, ×4, ×5", "1,000"),
  ])
  func `cost: steps and total of the printed tables`(
    table: String, steps: String, total: String
  ) throws {
    let asking = try Asking("cost table=\(table)")
    #expect(try asking.text("steps") == steps)
    #expect(try asking.text("total") == total)
    #expect(try asking.text("constant") == "no")
  }

  @Test(arguments: [
    (1, "10 min 6.93 min 23.03 min 46.05 min"), (3, "30 min 26.74 min 53.22 min 84.06 min"),
    (6, "60 min 56.70 min 92.75 min 131.08 min"),
    (100, "1000 min 996.67 min 1130.11 min 1247.23 min"),
  ])
  func `blocks: waiting times`(z: Int, answer: String) throws {
    #expect(try Asking("blocks z=\(z)").texts("mean median p90 p99") == answer)
  }

  @Test func `blocks: how often one waits longer`() throws {
    #expect(try Asking("blocks z=1").texts("over-10 over-30 over-60") == "36.8 % 4.98 % 0.248 %")
    let many = try Asking("blocks z=1000")
    #expect(abs(try many.number("median") - 9996.67) < 0.01)
  }

  @Test(arguments: [(1, 2), (4, 8), (5, 10), (7, 14)])
  func `commit-wait: twice the uncertainty`(eps: Int, wait: Int) throws {
    let asking = try Asking("commit-wait eps=\(eps)")
    #expect(try asking.texts("wait extra-wait width") == "\(wait) ms \(wait) ms \(wait) ms")
  }

  @Test func `commit-wait: replication takes its part`() throws {
    for (replication, extra) in [(0, 10), (4, 6), (10, 0), (80, 0)] {
      let asking = try Asking("commit-wait eps=5 replication=\(replication)")
      #expect(try asking.texts("wait extra-wait") == "10 ms \(extra) ms")
    }
  }

  @Test(arguments: [(10, "4,700 s"), (50, "940 s"), (100, "470 s"), (200, "235 s")])
  func `drift: seconds to 47 ms`(ppm: Int, seconds: String) throws {
    #expect(try Asking("drift ppm=\(ppm) offset=47").text("seconds") == seconds)
  }

  @Test(arguments: [
    (4, 150, ["2.64 %", "12.7 %", "24.1 %", "34.4 %", "59.0 %"]),
    (4, 300, ["1.33 %", "6.50 %", "12.7 %", "18.5 %", "34.4 %"]),
    (4, 50, ["7.76 %", "34.4 %", "59.0 %", "76.0 %", "97.4 %"]),
    (4, 0, ["100 %", "100 %", "100 %", "100 %", "100 %"]),
    (2, 150, ["1.33 %", "6.56 %", "12.9 %", "19.0 %", "36.0 %"]),
  ])
  func `collisions: odds of timers that run out together`(
    m: Int, interval: Int, odds: [String]
  ) throws {
    #expect(
      try [1, 5, 10, 15, 30].map {
        try Asking("collisions m=\(m) interval=\(interval) d=\($0)").text("probability")
      } == odds)
  }

  @Test(arguments: [
    ("E,W,EU", 70, 80), ("E,EU,AP", 80, 170), ("E,W,AP", 70, 170), ("E,W,EU,AP", 80, 170),
    ("E,E,W,EU,AP", 70, 170), ("E,E,E,EU,EU,EU,AP,AP,AP", 80, 170),
  ])
  func `latency: commits from E`(voters: String, commit: Int, all: Int) throws {
    let asking = try Asking("latency leader=E voters=\(voters) clients=E")
    #expect(try asking.texts("commit all client") == "\(commit) ms \(all) ms \(commit) ms")
  }

  @Test func `latency: other leaders, clients far away, one key at a time`() throws {
    let nine = "voters=E,E,E,EU,EU,EU,AP,AP,AP"
    #expect(try Asking("latency leader=EU \(nine)").text("commit") == "80 ms")
    #expect(try Asking("latency leader=AP \(nine)").text("commit") == "170 ms")
    let far = try Asking("latency")
    #expect(try far.texts("client best-leader best-client") == "250 ms AP 170 ms")
    #expect(try far.text("commits-per-second") == "12.5")
    #expect(
      try Asking("latency leader=AP \(nine)").text("commits-per-second") == "5.88")
    let weighted = try Asking("latency clients=E:3,AP:1")
    #expect(try weighted.texts("client best-leader") == "122.5 ms E")
    #expect(try Asking("latency voters=E clients=E").text("commit") == "0 ms")
  }

  @Test(arguments: [
    ("A:1,B:0", "A:0,B:1", "concurrent A:1,B:1"), ("1,0,0", "1,1,0", "before 1,1,0"),
    ("1,1,0", "1,1,1", "before 1,1,1"), ("1,0,0", "1,1,1", "before 1,1,1"),
    ("2,0,0", "1,1,1", "concurrent 2,1,1"), ("1,0,0", "2,0,0", "before 2,0,0"),
    ("2,0,0", "1,1,0", "concurrent 2,1,0"), ("[1,0,0]", "[0,0,1]", "concurrent 1,0,1"),
    ("1,1,0", "0,0,1", "concurrent 1,1,1"), ("10,5,3", "8,7,3", "concurrent 10,7,3"),
    ("10,5,3", "9,5,4", "concurrent 10,5,4"), ("8,7,3", "9,5,4", "concurrent 9,7,4"),
    ("10,7,3", "9,5,4", "concurrent 10,7,4"), ("A:1", "A:1,B:1", "before A:1,B:1"),
    ("{}", "A:1", "before A:1"), ("1,2,3", "1,2,3", "equal 1,2,3"),
    ("{A:1,B:0}", "A:1", "equal A:1"), ("2,0", "1,0", "after 2,0"), ("{}", "{}", "equal {}"),
    ("n1:1,n2:2", "n2:1", "after n1:1,n2:2"), ("1", "A:2,B:1", "before A:2,B:1"),
  ])
  func `clocks: how two relate`(a: String, b: String, answer: String) throws {
    #expect(try Asking("clocks a=\(a) b=\(b)").texts("relation merged") == answer)
  }
}
