using Portal.Features.Patients.Billing;

namespace Portal.Features.Patients.Demo.Charts;

/// <summary>The cover of a patient and a claim for each visit, with what the insurer paid.</summary>
internal static class Bills
{
    private const string Currency = "USD";

    private static readonly string[] Private = ["Birchwood Health Plan", "Harbor Mutual", "Meadowlark Insurance"];

    public static void Write(ChartWriter chart, DemoPerson person, IReadOnlyList<Visit> visits)
    {
        var last = visits[^1];
        var insurer = last.Age >= 65 ? "Public Plan for Seniors" : person.Random.ArrayElement(Private);
        var member = person.Random.Replace("???-#######");
        chart.Bill<Coverage, CoverageDetails>(
            visits[0].At.AddDays(-40),
            new(person.Identity.IsDeceased ? "cancelled" : "active", last.Age >= 65 ? "public" : "commercial", insurer, member, person.Identity.Deceased));
        foreach (var visit in visits)
        {
            WriteClaim(chart, person, visit, insurer);
        }
    }

    private static void WriteClaim(ChartWriter chart, DemoPerson person, Visit visit, string insurer)
    {
        var lines = Lines(person, visit);
        var (at, total) = (visit.End.AddHours(2), lines.Sum());
        var claim = chart.Bill<Claim, ClaimDetails>(
            at, new("active", "claim", "professional", visit.At, visit.End, insurer, Practice.Name, total, Currency, lines));

        // An insurer takes three weeks; younger claims wait.
        var decided = at.AddDays(21);
        var isDecided = decided < person.Until;
        var paid = isDecided ? Math.Round(total * (0.7m + (0.05m * person.Random.Int(0, 4))), 2) : (decimal?)null;
        chart.Bill<ExplanationOfBenefit, BenefitDetails>(
            isDecided ? decided : at.AddHours(1),
            new("active", isDecided ? "complete" : "queued", $"Claim/{claim}", insurer, Practice.Name, total, paid, Currency));
    }

    private static List<decimal> Lines(DemoPerson person, Visit visit)
    {
        List<decimal> lines = [visit.Acute is null ? 142.50m : 98.00m];
        if (visit.HasLabs)
        {
            lines.AddRange([38.40m, 27.15m, 19.80m]);
        }

        if (person.Problems.Count > 2)
        {
            lines.Add(31.00m);
        }

        return lines;
    }
}
