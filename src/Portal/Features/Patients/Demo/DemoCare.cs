using Portal.Features.Patients.Demo.Charts;

namespace Portal.Features.Patients.Demo;

/// <summary>Who is in whose care: sixty patients a team, fifteen of them shared with the next one, and some in nobody's.</summary>
internal static class DemoCare
{
    private const int Each = 60;
    private const int Step = 45;

    public static IEnumerable<DemoClinician> Of(int number, IReadOnlyList<DemoClinician> clinicians) =>
        clinicians.Where(one => number > one.Team * Step && number <= (one.Team * Step) + Each);

    /// <summary>The name that the chart shows.</summary>
    public static string NameFor(int number, IReadOnlyList<DemoClinician> clinicians) =>
        Of(number, clinicians).FirstOrDefault()?.Name ?? Practice.Elsewhere;
}
