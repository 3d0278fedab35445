using Portal.Features.Patients.Demo.Terms;

namespace Portal.Features.Patients.Demo.Charts;

/// <summary>What a patient's body would show: usual values, moved by the problems, which treatment eases from visit to visit.</summary>
internal sealed class Body(DemoPerson person)
{
    // The share of a problem's shift that treatment takes away by the last visit.
    private const double Relief = 0.5;

    private readonly Dictionary<Measure, double> offsets = [];
    private readonly double severity = 0.75 + (0.5 * person.Random.Double());

    /// <summary>The value of a measure at a visit, rounded as it is reported.</summary>
    public decimal At(Measure measure, Visit visit, double extra = 0)
    {
        var usual = (person.IsFemale ? measure.Female : measure.Male) + OffsetOf(measure) + (Noise() * measure.Visit) + extra;
        return Report(measure, usual + ShiftOf(measure, visit));
    }

    public static decimal Report(Measure measure, double value) =>
        Math.Round((decimal)Math.Clamp(value, measure.Least, measure.Most), measure.Decimals);

    /// <summary>The height in centimetres: constant in adults, growing in children.</summary>
    public decimal HeightAt(Visit visit, double years)
    {
        var adult = (double)At(Measures.Height, visit);
        var grown = years switch
        {
            >= 17 => 1,
            >= 2 => 0.5 + (0.5 * (years - 2) / 15),
            _ => 0.29 + (0.21 * Math.Sqrt(years / 2)),
        };
        return Report(Measures.Height, adult * grown);
    }

    private double ShiftOf(Measure measure, Visit visit) =>
        person.Problems.Sum(problem =>
        {
            var by = problem.Shifts.Where(shift => shift.Measure == measure).Sum(shift => shift.By);
            return by * severity * (problem.Medicines.Count == 0 ? 1 : 1 - (Relief * visit.Progress));
        });

    private double OffsetOf(Measure measure)
    {
        if (!offsets.TryGetValue(measure, out var offset))
        {
            offsets[measure] = offset = Noise() * measure.Person;
        }

        return offset;
    }

    // The sum of three even draws is close enough to a bell curve here.
    private double Noise() => (person.Random.Double() + person.Random.Double() + person.Random.Double() - 1.5) * 2;
}
