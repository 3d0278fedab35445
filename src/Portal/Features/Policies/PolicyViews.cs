using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Policies;

/// <summary>A signed version, without its text.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number among those of its kind.</param>
/// <param name="SignedAt">When it was signed, UTC.</param>
/// <param name="SignedBy">By whose account.</param>
/// <param name="Signer">The name of who signed it; a signature is nothing without one, so that all readers see it.</param>
/// <param name="Digest">SHA-256 of its text, in hex.</param>
/// <param name="IsAltered">Whether it is not as it was signed: its text is not shown then.</param>
public sealed record SignedPolicy(Guid Id, int Number, DateTimeOffset SignedAt, AccountId SignedBy, string? Signer, string Digest, bool IsAltered)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(SignedPolicy);
}

/// <summary>One policy in the list.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Current">The version in force; <c>null</c> where none was signed yet.</param>
/// <param name="IsConcerned">Whether the viewer is asked to acknowledge it.</param>
/// <param name="AcknowledgedAt">When the viewer did.</param>
/// <param name="Care">How it stands, for those who look after it; else <c>null</c>.</param>
public sealed record PolicyItem(PolicyKind Kind, SignedPolicy? Current, bool IsConcerned, DateTimeOffset? AcknowledgedAt, PolicyCare? Care);

/// <summary>How a policy stands.</summary>
/// <param name="HasDraft">Whether somebody writes at a new version.</param>
/// <param name="HasDrift">Whether the permissions in force are no longer those that were signed.</param>
/// <param name="Concerned">How many people it concerns.</param>
/// <param name="Acknowledged">How many of them have acknowledged the version in force.</param>
public sealed record PolicyCare(bool HasDraft, bool HasDrift, int Concerned, int Acknowledged);

/// <summary>A policy to read.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Shown">The version that is shown; <c>null</c> where none was signed yet.</param>
/// <param name="Text">Its Markdown; <c>null</c> where it was altered or there is none.</param>
/// <param name="IsCurrent">Whether it is the one in force.</param>
/// <param name="History">All versions, the newest first.</param>
/// <param name="IsConcerned">Whether the viewer is asked to acknowledge it.</param>
/// <param name="AcknowledgedAt">When the viewer did; signing counts.</param>
/// <param name="Drift">What is different now from the permissions that were signed, for those who sign; else nothing.</param>
public sealed record PolicyView(
    PolicyKind Kind, SignedPolicy? Shown, string? Text, bool IsCurrent, IReadOnlyList<SignedPolicy> History, bool IsConcerned, DateTimeOffset? AcknowledgedAt,
    IReadOnlyList<MatrixChange> Drift)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(PolicyView);
}

/// <summary>The next version as it is being written.</summary>
/// <param name="Kind">Of which policy.</param>
/// <param name="Written">The Markdown as it is edited.</param>
/// <param name="Permissions">The permissions in force, in words: what stands for <see cref="PolicyText.MatrixMark"/> in the text that is signed. Empty for other policies.</param>
/// <param name="Digest">SHA-256 of the text with the permissions in words, in hex; who signs says it, so that nothing else is signed.</param>
/// <param name="Version">What a change names; 0 where nothing was kept yet.</param>
/// <param name="MadeAt">When it was kept last; <c>null</c> where nothing was.</param>
/// <param name="MadeBy">The name of who kept it last.</param>
/// <param name="Next">Which number it gets.</param>
public sealed record DraftView(PolicyKind Kind, string Written, string Permissions, string Digest, int Version, DateTimeOffset? MadeAt, string? MadeBy, int Next)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(DraftView);
}

/// <summary>Who of those whom a version concerns has acknowledged it.</summary>
/// <param name="Version">The version in force; <c>null</c> where none was signed yet.</param>
/// <param name="People">Who has not, and then who has, by name.</param>
public sealed record AcknowledgementList(SignedPolicy? Version, IReadOnlyList<AcknowledgingPerson> People)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(AcknowledgementList);
}

/// <summary>One person whom a version concerns.</summary>
/// <param name="Account">The account.</param>
/// <param name="Name">The name; <c>null</c> where the viewer may not see it.</param>
/// <param name="Role">In which role.</param>
/// <param name="At">When the person acknowledged it; <c>null</c> where not yet.</param>
/// <param name="IsSigner">Whether the person signed it.</param>
public sealed record AcknowledgingPerson(AccountId Account, string? Name, Role Role, DateTimeOffset? At, bool IsSigner)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(AcknowledgingPerson);
}

/// <summary>Two versions side by side.</summary>
/// <param name="Kind">Of which policy.</param>
/// <param name="Old">The older one.</param>
/// <param name="Fresh">The newer one.</param>
/// <param name="Lines">All lines, those that went before those that came.</param>
public sealed record PolicyComparison(PolicyKind Kind, SignedPolicy Old, SignedPolicy Fresh, IReadOnlyList<DiffLine> Lines)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(PolicyComparison);
}
