using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>A result being written: one of the known measures, or one under a name of its own.</summary>
public sealed class ObservationDraft : EntryDraft
{
    private ObservationContent? before;

    /// <summary>The chosen known measure's key; empty for another name.</summary>
    public string Measure { get; set; } = KnownMeasures.BloodPressure;

    /// <summary>What was measured, where it is none of the known measures.</summary>
    public string Name { get; set; } = "";

    /// <summary>The number as typed; of a blood pressure, the systolic one.</summary>
    public string Value { get; set; } = "";

    /// <summary>The second number as typed: diastolic pressure.</summary>
    public string Second { get; set; } = "";

    /// <summary>The unit.</summary>
    public string Unit { get; set; } = "mm[Hg]";

    /// <summary>The result in words.</summary>
    public string Text { get; set; } = "";

    /// <summary>FHIR observation category.</summary>
    public string Category { get; set; } = "vital-signs";

    /// <summary>Whether an entry is corrected: what was measured stays as it is.</summary>
    public bool IsFixed => before is not null;

    /// <summary>Whether the form asks for two numbers.</summary>
    public bool HasTwo => before is null ? Measure == KnownMeasures.BloodPressure : before is { Parts.Count: 2, Value: null } && before.Parts[0].Unit == before.Parts[1].Unit;

    /// <summary>Whether the entry has parts that this form cannot show.</summary>
    public bool IsPanel => before is { Parts.Count: > 0 } && !HasTwo;

    /// <summary>The names of the two numbers.</summary>
    public (string First, string Second)? PartNames => before is { } old && HasTwo ? (old.Parts[0].Code.Display, old.Parts[1].Code.Display) : null;

    /// <summary>Sets what belongs to a chosen measure.</summary>
    public void Choose(string key)
    {
        Measure = key;
        (Unit, Category) = KnownMeasures.Find(key) is { } known ? (known.Unit, known.Category) : ("", "");
    }

    /// <inheritdoc/>
    public override IEnumerable<(string Field, string Fault)> Faults()
    {
        if (!Numbers.IsOne(Value))
        {
            yield return (nameof(Value), Numbers.Fault);
        }

        if (HasTwo && !Numbers.IsOne(Second))
        {
            yield return (nameof(Second), Numbers.Fault);
        }

        if (HasTwo && (Numbers.Read(Value) is null) != (Numbers.Read(Second) is null))
        {
            yield return (nameof(Second), "Both");
        }

        foreach (var fault in base.Faults())
        {
            yield return fault;
        }
    }

    /// <inheritdoc/>
    public override EntryContent ToContent(TimeZoneInfo zone) => before is null ? Fresh(zone) : Corrected(before, zone);

    internal static ObservationDraft Of(ObservationContent result)
    {
        var draft = new ObservationDraft
        {
            before = result,
            Measure = "",
            Name = result.Code.Display,
            Category = result.Category ?? "",
            Text = result.Text ?? "",
            Value = Numbers.Write(result.Value),
            Unit = result.Unit ?? "",
        };
        if (draft.HasTwo)
        {
            (draft.Value, draft.Second) = (Numbers.Write(result.Parts[0].Value), Numbers.Write(result.Parts[1].Value));
            draft.Unit = result.Parts[0].Unit ?? "";
        }

        return draft;
    }

    private ObservationContent Fresh(TimeZoneInfo zone)
    {
        if (HasTwo && Numbers.Read(Value) is { } systolic && Numbers.Read(Second) is { } diastolic)
        {
            return ObservationContent.BloodPressure(At(zone), systolic, diastolic);
        }

        var code = KnownMeasures.Find(Measure) is { } known ? new Coding(KnownMeasures.Loinc, known.Key, known.Display) : new Coding(null, null, Name.Trim());
        // Without both numbers it is no blood pressure: sent without a result, the use case asks for it.
        var value = HasTwo ? null : Numbers.Read(Value);
        return new ObservationContent(At(zone), code, Filled(Category), value, value is null ? null : Filled(Unit), Filled(Text), []);
    }

    private ObservationContent Corrected(ObservationContent old, TimeZoneInfo zone) => HasTwo
        ? old with { At = At(zone), Text = Filled(Text), Parts = [Part(old.Parts[0], Numbers.Read(Value)), Part(old.Parts[1], Numbers.Read(Second))] }
        : old with
        {
            At = At(zone),
            Value = Numbers.Read(Value),
            Unit = Numbers.Read(Value) is null ? null : Filled(Unit),
            Text = Filled(Text),
        };

    private ObservationPart Part(ObservationPart old, decimal? value) => old with { Value = value, Unit = value is null ? null : Filled(Unit) };
}
