using Portal.Kernel;
using Portal.Kernel.Classification;

namespace Portal.Data.Auditing;

/// <summary>The stored form of an entry. It is mapped for the model's sake (tables, migrations); entries are written by the audit store and read through its view.</summary>
internal sealed class AuditRow
{
    private const string Norm = "identifiers and categories of the audit entry; the norms demand them readable to officers";

    [Classified(DataClass.Plain, Norm)]
    public DateTimeOffset At { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public Guid Id { get; set; }

    [Classified(DataClass.Plain, "number of the row that says in which session and where from")]
    public int Context { get; set; }

    [Classified(DataClass.Plain, "number of a patient's opaque token, with the day")]
    public int? Subject { get; set; }

    [Classified(DataClass.Plain, "numbers of further patients' opaque tokens, with the day")]
    public int[]? Others { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public short Role { get; set; }

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

    [Classified(DataClass.Plain, "keyed MAC over the entry with its dictionaries' values")]
    public byte[] Mac { get; set; } = [];
}

/// <summary>What repeats from entry to entry: who, in which session, where from. Written once and never changed.</summary>
internal sealed class AuditContextRow
{
    private const string Norm = "identifiers of the audit entry; the norms demand them readable to officers";

    [Classified(DataClass.Plain, "running number")]
    public int No { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public Guid? Session { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public Guid? Account { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public string? Job { get; set; }

    [Classified(DataClass.Plain, "kept because the norms demand where an access came from (ADR 0011)")]
    public System.Net.IPAddress? Ip { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public string? Agent { get; set; }

    [Classified(DataClass.Plain, Norm)]
    public string Node { get; set; } = "";
}

/// <summary>The number that stands for a patient in the entries.</summary>
internal sealed class AuditSubjectRow
{
    [Classified(DataClass.Plain, "running number")]
    public int No { get; set; }

    [Classified(DataClass.Plain, "opaque token that joins a patient's rows")]
    public PatientId Patient { get; set; }
}
