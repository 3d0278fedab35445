using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Care.Marks;

/// <summary>A mark on a record.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Why the record is sensitive; damaged where the mark was altered: it narrows all the same.</param>
public sealed record MarkItem(Guid Id, Revealed<SensitiveKind> Kind);
