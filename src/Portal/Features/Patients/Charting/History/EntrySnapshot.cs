using System.Text.Json;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.Content;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Charting.History;

/// <summary>An entry at one time.</summary>
/// <param name="Content">What screens show of it.</param>
/// <param name="IsInError">Whether it was marked as entered in error.</param>
/// <param name="Details">All its details as the row held them, those that no form shows included.</param>
internal sealed record EntrySnapshot(EntryContent Content, bool IsInError, JsonElement Details)
{
    public static EntrySnapshot Of<TDetails>(EntryContent content, TDetails details)
        where TDetails : class => new(content, EnteredInError.Marks(details), JsonSerializer.SerializeToElement(details));

    /// <summary>Whether it says the same as another content; lists make records unequal that are not.</summary>
    public bool Says(EntryContent other) => PlainFormat.Write(Content).AsSpan().SequenceEqual(PlainFormat.Write(other));

    // Record printing would put health data into a log line by accident.
    public override string ToString() => "EntrySnapshot";
}
