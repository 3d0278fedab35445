using System.Globalization;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Data;

/// <summary>
/// What one transaction may touch of patients' rows. The database's row security is told of it and holds it, so that a query that forgets its filter returns
/// nothing of others (ADR 0043). Made by the Gate from what it decided; a feature cannot widen it.
/// </summary>
internal sealed record Reach
{
    private Reach()
    {
    }

    /// <summary>The login, and so the pool: patients have one of their own, whose rights end at reading.</summary>
    public DatabaseRole Login { get; private init; } = DatabaseRole.App;

    /// <summary>The account that acts; none for jobs.</summary>
    public AccountId? Account { get; private init; }

    /// <summary>The patients that were opened.</summary>
    public IReadOnlyCollection<PatientId> Patients { get; private init; } = [];

    /// <summary>The categories of these patients' data that were opened.</summary>
    public DataCategories Categories { get; private init; }

    /// <summary>Whose list rows and search tokens may be looked through.</summary>
    public Listed Listing { get; private init; }

    /// <summary>The job that works on all patients' rows, or <c>null</c>.</summary>
    public string? JobName { get; private init; }

    /// <summary>The patients and categories that the Gate opened for an actor. A patient's own goes by the patients' pool.</summary>
    /// <exception cref="InvalidOperationException">A patient reaches one record at a time.</exception>
    public static Reach Of(Actor actor, IReadOnlyCollection<PatientId> patients, DataCategories categories)
    {
        if (actor.Role == Role.Patient && patients.Count > 1)
        {
            throw new InvalidOperationException("A patient's connection reaches one record: open them one by one.");
        }

        return new Reach
        {
            Login = actor.Role == Role.Patient ? DatabaseRole.Patient : DatabaseRole.App,
            Account = actor.Account,
            Patients = patients,
            Categories = categories,
        };
    }

    /// <summary>List rows and search tokens as far as the role lists anybody, and who is in the actor's own care.</summary>
    public static Reach ToList(Actor actor) => new()
    {
        Account = actor.Account,
        Listing = actor switch
        {
            _ when !actor.Has(Permission.SearchPatients) => Listed.Nobody,
            { Role: Role.Clinician or Role.Nurse } => Listed.InCare,
            { Role: Role.BillingClerk or Role.FrontDesk } => Listed.Everybody,
            _ => Listed.Nobody,
        },
    };

    /// <summary>The registration rows, for whoever reads the audit log to find by a record number whose token it is. Nothing in them can be read without a key.</summary>
    public static Reach ToFindByNumber(Actor actor) =>
        new() { Account = actor.Account, Listing = actor.Has(Permission.ReadAudit) ? Listed.Everybody : Listed.Nobody };

    /// <summary>Search tokens of all patients, to read, for a job of the portal that compares them.</summary>
    public static Reach ToCompare(Actor actor) => new() { Listing = actor.Has(Permission.MaintainInstance) ? Listed.Everybody : Listed.Nobody };

    /// <summary>List rows and search tokens of all patients, for whoever may break the glass: what is found that way is shown masked.</summary>
    public static Reach ToFindMasked(Actor actor) =>
        new() { Account = actor.Account, Listing = actor.Has(Permission.BreakGlass) ? Listed.Everybody : Listed.Nobody };

    /// <summary>What an access decision needs to know: who is in the actor's own care, and what narrows these patients' records. No data of theirs, because no category is opened.</summary>
    public static Reach ToDecide(Actor actor, IReadOnlyCollection<PatientId> patients) => new() { Account = actor.Account, Patients = patients };

    /// <summary>Who is in the actor's own care, and nothing else.</summary>
    public static Reach OwnCare(Actor actor) => new() { Account = actor.Account };

    /// <summary>All patients' rows, for a named job.</summary>
    /// <exception cref="InvalidOperationException">The actor is no job.</exception>
    public static Reach Job(Actor actor) =>
        new() { JobName = actor.Job ?? throw new InvalidOperationException("Only a named job reaches all patients' rows.") };

    /// <summary>The settings that row security reads, all of them each time: what is not said must be empty.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("portal.actor", Account?.Value.ToString() ?? ""),
        ("portal.patients", $"{{{string.Join(',', Patients.Select(patient => patient.Value))}}}"),
        ("portal.patient", Login == DatabaseRole.Patient ? Patients.SingleOrDefault().Value.ToString() : ""),
        ("portal.categories", ((int)Categories).ToString(CultureInfo.InvariantCulture)),
        ("portal.listing", Listing switch { Listed.Everybody => "all", Listed.InCare => "care", _ => "" }),
        ("portal.job", JobName ?? ""),
    ];
}

/// <summary>Whose list rows a <see cref="Reach"/> takes in.</summary>
internal enum Listed
{
    /// <summary>Nobody's.</summary>
    Nobody = 0,

    /// <summary>Those of patients in the actor's own care.</summary>
    InCare = 1,

    /// <summary>All patients'.</summary>
    Everybody = 2,
}
