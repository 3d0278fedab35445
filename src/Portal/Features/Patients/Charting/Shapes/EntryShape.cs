using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Features.Patients.Charting.Shapes;

/// <summary>How one kind of entry goes from what a person writes into its row, and back.</summary>
internal abstract class EntryShape<TContent, TRow, TDetails>
    where TContent : EntryContent
    where TRow : ChartRow<TDetails>, new()
    where TDetails : class
{
    /// <summary>What a form shows of a stored entry.</summary>
    public abstract TContent Read(DateTimeOffset at, Coding? code, TDetails details);

    public abstract Coding CodeOf(TContent content);

    /// <summary>The details of a new entry.</summary>
    public abstract TDetails Make(TContent content, string? author);

    /// <summary>The details after a correction; what no form shows stays as it was, unless the correction makes it wrong.</summary>
    public abstract TDetails Correct(TDetails before, TContent content);

    /// <summary>The details with FHIR's mark of an entry that should never have been made.</summary>
    public abstract TDetails MarkInError(TDetails before);
}
