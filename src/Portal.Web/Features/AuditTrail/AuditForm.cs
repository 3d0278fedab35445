using Portal.Features.AuditTrail;
using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Web.Features.AuditTrail;

/// <summary>What the search form holds while it is filled in. It lives in the circuit: what is typed goes into no address.</summary>
public sealed class AuditForm
{
    /// <summary>The patient chosen.</summary>
    public PatientId? Patient { get; set; }

    /// <summary>The record number as it is typed.</summary>
    public string? Number { get; set; }

    /// <summary>The person chosen.</summary>
    public AccountId? Person { get; set; }

    /// <summary>The chosen person's name, where the viewer may see it.</summary>
    public string? PersonName { get; set; }

    /// <summary>The part of a name, or the account's id, as it is typed.</summary>
    public string? PersonText { get; set; }

    /// <summary>The session chosen.</summary>
    public SessionId? Session { get; set; }

    /// <summary>The role acted in.</summary>
    public Role? Role { get; set; }

    /// <summary>What was done.</summary>
    public AuditAction? Action { get; set; }

    /// <summary>The kind of data.</summary>
    public DataCategories? Data { get; set; }

    /// <summary>How it ended.</summary>
    public AuditOutcome? Outcome { get; set; }

    /// <summary>Why.</summary>
    public Purpose? Purpose { get; set; }

    /// <summary>Only after breaking the glass.</summary>
    public bool IsBreakGlass { get; set; }

    /// <summary>The network address.</summary>
    public string? Address { get; set; }

    /// <summary>The machine.</summary>
    public string? Node { get; set; }

    /// <summary>The beginning, on the viewer's clock.</summary>
    public DateTime? From { get; set; }

    /// <summary>The end, on the viewer's clock.</summary>
    public DateTime? To { get; set; }

    /// <summary>How the times were chosen, where it was by one click (see <see cref="AuditTimes.Of"/>); it counts while they still are what it means.</summary>
    public string? Span { get; set; }

    /// <summary>The people whom a typed name may mean.</summary>
    public IReadOnlyList<StaffItem> Choices { get; set; } = [];

    /// <summary>What is wrong with it.</summary>
    public AuditFaults Faults { get; set; } = new();

    /// <summary>Whether anything of the part that is folded away is set or wrong.</summary>
    public bool HasMore => Role is not null || Data is not null || Purpose is not null || IsBreakGlass || !string.IsNullOrWhiteSpace(Address) || !string.IsNullOrWhiteSpace(Node)
        || Faults.Address is not null || Faults.Node is not null;

    /// <summary>The form of a search.</summary>
    public static AuditForm Of(AuditQuery query, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(query);
        DateTime? Local(DateTimeOffset? at) => at is { } time ? TimeZoneInfo.ConvertTime(time, zone).DateTime : null;
        return new AuditForm
        {
            Patient = query.Patient, Person = query.Person, Session = query.Session, Role = query.Role, Action = query.Action, Data = query.Data == DataCategories.None ? null : query.Data,
            Outcome = query.Outcome, Purpose = query.Purpose, IsBreakGlass = query.IsBreakGlass, Address = query.Address, Node = query.Node,
            From = Local(query.From), To = Local(query.To), Span = query.Span,
        };
    }

    /// <summary>The form of a search that was kept: times that were chosen by one click are those of the day it is now.</summary>
    public static AuditForm Moved(AuditQuery query, TimeZoneInfo zone, DateTime today)
    {
        var form = Of(query, zone);
        if (AuditTimes.Of(query.Span, today) is { } times)
        {
            (form.From, form.To) = (times.From, times.To);
        }

        return form;
    }

    /// <summary>The search of the form.</summary>
    public AuditQuery Query(TimeZoneInfo zone) => new()
    {
        Patient = Patient, Person = Person, Session = Session, Role = Role, Action = Action, Data = Data ?? DataCategories.None, Outcome = Outcome, Purpose = Purpose,
        IsBreakGlass = IsBreakGlass, Address = Trimmed(Address), Node = Trimmed(Node),
        From = From is { } from ? AuditTimes.Utc(from, zone, isEnd: false) : null,
        To = To is { } to ? AuditTimes.Utc(to, zone, isEnd: true) : null,
    };

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
