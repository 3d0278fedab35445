using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Features.BreakGlass;

/// <summary>A grant of one's own.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PatientId">The patient's token.</param>
/// <param name="Patient">The patient, masked; <c>null</c> where the patient excludes the person now.</param>
/// <param name="Reason">Why the glass was broken.</param>
/// <param name="Start">Since when, UTC.</param>
/// <param name="Until">When it ends, or would have, by itself, UTC.</param>
/// <param name="IsOpen">Whether it opens the record now.</param>
/// <param name="EndedAt">When it ended, where that was written down.</param>
/// <param name="Ended">How it ended; <see cref="GlassEnd.None"/> while it is open, or where its row was altered.</param>
/// <param name="Review">How far its review is; <see cref="GlassReview.None"/> where its row was altered.</param>
/// <param name="Question">What the reviewer asks, where an answer is waited for.</param>
public sealed record OwnGrant(
    Guid Id,
    PatientId PatientId,
    MaskedPatient? Patient,
    GlassReason Reason,
    DateTimeOffset Start,
    DateTimeOffset Until,
    bool IsOpen,
    DateTimeOffset? EndedAt,
    GlassEnd Ended,
    GlassReview Review,
    Revealed<string> Question);
