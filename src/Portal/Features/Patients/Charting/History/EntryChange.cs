using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Classification;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Charting.History;

/// <summary>One change of a chart entry by hand: who, when, why, before and after (GDPR Art. 16, 45 CFR 164.312(c)). Written with the change, and never changed.</summary>
[RowCategory(DataCategories.Clinical)]
internal sealed class EntryChange : SealedRow
{
    [Classified(DataClass.Plain, "opaque id of the entry")]
    public Guid EntryId { get; set; }

    [Classified(DataClass.Plain, "code of kind")]
    public EntryKind Kind { get; set; }

    /// <summary>The version of the entry that it made.</summary>
    [Classified(DataClass.Plain, "change counter for order and completeness")]
    public int EntryVersion { get; set; }

    [Classified(DataClass.Plain, "opaque account id; who changed an entry is asked for by the norms")]
    public AccountId AuthorId { get; set; }

    [Classified(DataClass.Plain, "time needed for order and retention")]
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The entry before; <c>null</c> where it was written new.</summary>
    [Classified(DataClass.Phi)]
    public Protected<EntrySnapshot>? Before { get; set; }

    [Classified(DataClass.Phi)]
    public Protected<EntrySnapshot>? After { get; set; }

    /// <summary>Why it was corrected, in the author's words.</summary>
    [Classified(DataClass.Phi)]
    public Protected<string>? Reason { get; set; }

    public static EntryChange New(
        Access access, EntryTask task, EntryKind kind, int version, DateTimeOffset now, EntrySnapshot? before, EntrySnapshot after, string? reason) => new()
        {
            Id = Guid.CreateVersion7(now),
            PatientId = task.Patient,
            EntryId = task.EntryId,
            Kind = kind,
            EntryVersion = version,
            AuthorId = task.Author,
            ChangedAt = Microseconds.Cut(now),
            Before = before is null ? null : access.Protect(task.Patient, before),
            After = access.Protect(task.Patient, after),
            Reason = reason is null ? null : access.Protect(task.Patient, reason),
        };
}
