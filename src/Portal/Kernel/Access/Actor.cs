namespace Portal.Kernel.Access;

/// <summary>Who acts: a signed-in person in one role and one session, a named job, or nobody. First parameter of every use case.</summary>
/// <remarks>Only the web host's security part and background jobs make one; the core never asks an HTTP context.</remarks>
public sealed record Actor
{
    private Actor(Role role) => Role = role;

    /// <summary>Nobody: sign-in and activation.</summary>
    public static Actor Anonymous { get; } = new(Role.None);

    /// <summary>The account, or <c>null</c> for jobs and nobody.</summary>
    public AccountId? Account { get; private init; }

    /// <summary>The session the action belongs to, or <c>null</c> outside one.</summary>
    public SessionId? Session { get; private init; }

    /// <summary>The role acted in.</summary>
    public Role Role { get; }

    /// <summary>The job's name for <see cref="Role.System"/>, else <c>null</c>.</summary>
    public string? Job { get; private init; }

    /// <summary>Where the connection came from; <c>Origin.Local</c> for jobs.</summary>
    public Origin Origin { get; private init; } = Origin.Local;

    /// <summary>A signed-in person.</summary>
    public static Actor Person(AccountId account, Role role, SessionId session, Origin origin)
    {
        if (role is Role.None or Role.System)
        {
            throw new ArgumentOutOfRangeException(nameof(role), "A person acts in a person's role.");
        }

        return new Actor(role) { Account = account, Session = session, Origin = origin };
    }

    /// <summary>A background job or command line verb, named as the audit log shall show it.</summary>
    public static Actor System(string job)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(job);
        return new Actor(Role.System) { Job = job };
    }

    /// <summary>Nobody yet, seen from an origin (sign-in forms).</summary>
    public static Actor AnonymousFrom(Origin origin) => new(Role.None) { Origin = origin };

    /// <summary>Whether colleagues are named to the actor beside their ids: to whoever may see accounts.</summary>
    public bool SeesNames => Has(Permission.ReadAccounts);

    /// <summary>Whether the actor is shown how much there is to review.</summary>
    public bool SeesFindings => Has(Permission.ReadFindings);

    /// <summary>Whether the actor sees everybody's lines of access reviews.</summary>
    public bool SeesAccessReviews => Has(Permission.ReadAccessReviews);

    /// <summary>Whether the actor runs access reviews: stands in for reviewers, and signs.</summary>
    public bool RunsAccessReviews => Has(Permission.RunAccessReviews);

    /// <summary>Whether the actor is told how policies stand: who has acknowledged them, and whether they still say what is in force.</summary>
    public bool SeesAcknowledgements => Has(Permission.ReadAcknowledgements);

    /// <summary>Whether the actor's role carries the permission.</summary>
    public bool Has(Permission permission) => Roles.Permit(Role, permission);
}
