using Bogus;
using Portal.Features.Patients.Demo.Terms;
using Portal.Features.Patients.Import.Mapping;

namespace Portal.Features.Patients.Demo;

/// <summary>An invented patient before any row is made.</summary>
internal sealed class DemoPerson
{
    /// <summary>From 1; who is in whose care hangs on it.</summary>
    public required int Number { get; init; }

    public required MappedPatient Identity { get; init; }

    public required DateOnly Birth { get; init; }

    /// <summary>The end of the chart: today, or the day of death.</summary>
    public required DateTimeOffset Until { get; init; }

    public required IReadOnlyList<ProblemTerm> Problems { get; init; }

    public required IReadOnlyList<AllergyTerm> Allergies { get; init; }

    /// <summary>This patient's own source of chance, so that a change of one chart leaves the others as they were.</summary>
    public required Randomizer Random { get; init; }

    public bool IsFemale => Identity.Sex == "female";

    public int AgeAt(DateTimeOffset at) => (int)((at.UtcDateTime.Date - Birth.ToDateTime(TimeOnly.MinValue)).TotalDays / 365.25);

    public bool Has(ProblemTerm problem) => Problems.Contains(problem);

    // Record-like printing would put identity into a log line by accident.
    public override string ToString() => "DemoPerson";
}
