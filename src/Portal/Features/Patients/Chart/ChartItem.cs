using Portal.Data;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Chart;

/// <summary>One entry of a chart as a view shows it.</summary>
/// <typeparam name="TDetails">The details of its kind.</typeparam>
/// <param name="Id">The entry's id.</param>
/// <param name="At">When it began or was recorded, UTC.</param>
/// <param name="EncounterId">The encounter it belongs to, where known.</param>
/// <param name="Code">What it is.</param>
/// <param name="Details">The rest.</param>
/// <param name="Version">Counts its changes; whoever corrects it says which version was read.</param>
/// <param name="IsCharted">Whether it was written here, by hand.</param>
/// <param name="IsCorrected">Whether it was corrected here, by hand.</param>
/// <param name="IsInError">Whether it is marked as entered in error: show it struck through, and count it nowhere.</param>
public sealed record ChartItem<TDetails>(
    Guid Id,
    DateTimeOffset At,
    Guid? EncounterId,
    Revealed<Coding> Code,
    Revealed<TDetails> Details,
    int Version = 1,
    bool IsCharted = false,
    bool IsCorrected = false,
    bool IsInError = false)
    where TDetails : class
{
    internal static ChartItem<TDetails> Of(Access access, ChartRow<TDetails> row)
    {
        var details = access.Reveal(row, row.Details);
        var done = row.Done();
        return new(
            row.Id, row.At, row.EncounterId, access.Reveal(row, row.Code), details,
            row.Version, done.HasFlag(HandWork.Charted), done.HasFlag(HandWork.Corrected), EnteredInError.Marks(details.ValueOrDefault));
    }
}
