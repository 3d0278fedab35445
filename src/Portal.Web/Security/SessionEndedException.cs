namespace Portal.Web.Security;

/// <summary>The session behind a page has ended: signed out, idle too long, too old, or the account was disabled. Show nothing and go to the sign-in page.</summary>
public sealed class SessionEndedException : Exception
{
    /// <summary>The session has ended.</summary>
    public SessionEndedException()
        : base("The session has ended: sign in again.")
    {
    }
}
