using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Data;

/// <summary>
/// What the Gate gives of patients outside the actor's reach: it has their keys and hands out a few letters of a cell, never the cell. That holds whatever the
/// caller does, so that a mask that masks nothing shows nothing.
/// </summary>
internal sealed class MaskedAccess
{
    /// <summary>Most letters of one cell.</summary>
    public const int Longest = 8;

    private readonly Access access;

    internal MaskedAccess(Access access, bool hasMore) => (this.access, HasMore) = (access, hasMore);

    /// <summary>Whether there were more than are shown.</summary>
    public bool HasMore { get; }

    /// <summary>Whether the patient is shown.</summary>
    public bool Shows(PatientId patient) => access.Opens(patient);

    /// <summary>The masked text of one cell.</summary>
    /// <exception cref="InvalidOperationException">The mask leaves more than <see cref="Longest"/> letters, or the row's patient is not part of this access.</exception>
    public Revealed<string> Show<T>(SealedRow row, Protected<T>? cell, Func<T, string> mask) => access.Reveal(row, cell).Select(value =>
        mask(value) is { Length: <= Longest } masked ? masked : throw new InvalidOperationException("A mask shows a few letters and no more."));
}
