extension Erratum {
  /// Errata of production systems, choices and incidents.
  static let practiceErrata: [Erratum] =
    fencingErrata + costErrata + regionErrata + kubernetesErrata + choiceErrata + definitionErrata
    + productErrata
    + incidentErrata
}
