using Portal.Kernel;

namespace Portal.Features.Patients;

/// <summary>A patient outside the actor's reach, found by a search.</summary>
/// <param name="Id">The patient's token; its page is the closed record.</param>
/// <param name="Patient">What is shown.</param>
public sealed record MaskedMatch(PatientId Id, MaskedPatient Patient);

/// <summary>What a search found outside the actor's reach.</summary>
/// <param name="Items">At most ten.</param>
/// <param name="IsSpecific">Whether the text was whole enough to look there at all.</param>
/// <param name="HasMore">Whether there are more than are shown.</param>
public sealed record MaskedMatches(IReadOnlyList<MaskedMatch> Items, bool IsSpecific, bool HasMore)
{
    /// <summary>Nothing was looked for.</summary>
    public static MaskedMatches NotLooked { get; } = new([], IsSpecific: false, HasMore: false);

    /// <summary>The person looked too often within the hour; a whole record number or national id still finds.</summary>
    public static MaskedMatches TooOften { get; } = new([], IsSpecific: true, HasMore: false) { IsTooOften = true };

    /// <summary>Whether nothing was looked for because the person looked too often.</summary>
    public bool IsTooOften { get; init; }
}
