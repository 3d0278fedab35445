namespace Portal.Features.Identity.Invitations;

/// <summary>How a step of an invitation ended.</summary>
public enum InvitationOutcome
{
    /// <summary>Nothing was done: it is not there any more, or somebody else decided first.</summary>
    Gone = 0,

    /// <summary>It waits for the yes of the other side.</summary>
    Waiting = 1,

    /// <summary>Its link is ready to be handed over.</summary>
    Ready = 2,

    /// <summary>It was declined or withdrawn; its link, if it had one, opens nothing.</summary>
    Closed = 3,

    /// <summary>The address has an account, or an invitation that is under way.</summary>
    AddressTaken = 4,

    /// <summary>Who asked for it may not decide about it.</summary>
    Own = 5,

    /// <summary>There is an administrator already.</summary>
    AdministratorExists = 6,

    /// <summary>There is a link for the first administrator that still works.</summary>
    LinkExists = 7,

    /// <summary>The first administrator set a password and was never in.</summary>
    NeverIn = 8,

    /// <summary>A compliance officer has to approve it, as long as there is one.</summary>
    OtherSide = 30,
}

/// <summary>The end of a step of an invitation.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Link">The link, where one was made; shown once.</param>
public sealed record InvitationResult(InvitationOutcome Outcome, ActivationLink? Link = null);
