using Portal.Kernel;
using Portal.Kernel.Classification;

namespace Portal.Data.Auditing;

/// <summary>The stored form of an entry. It is mapped for the model's sake (tables, migrations, searches); entries are written by the audit store alone.</summary>
internal sealed class AuditRow
{
    private const string Norm = "identifiers and categories of the audit entry; the norms demand them readable to officers";

    [Classified(DataClass.Plain, Norm)]
    public DateTimeOffset At { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public short Role { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public Guid? Account { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public string? Job { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public Guid? Session { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public short Action { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public short Resource { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public Guid? ResourceId { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public int Categories { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public short Purpose { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public string? Reason { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public Guid? BreakGlass { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public short Outcome { get; set; }

    [Classified(DataClass.Plain, "kept because the norms demand where an access came from (ADR 0011)")]
    public System.Net.IPAddress? Ip { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public string? Agent { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public string Node { get; set; } = "";

    [Classified(DataClass.Plain, "keyed MAC over the entry")]
    public byte[] Mac { get; set; } = [];
}

/// <summary>A patient that an entry is about: one row for a record, many for a list.</summary>
internal sealed class AuditPatientRow
{
    [Classified(DataClass.Plain, "opaque token that joins a patient's rows")]
    public PatientId Patient { get; set; }

    [Classified(DataClass.Plain, "time of the entry; order and partition")]
    public DateTimeOffset At { get; set; }

    [Classified(DataClass.Plain, "opaque id of the entry")]
    public Guid Entry { get; set; }
}
