namespace Portal.Kernel.Access;

/// <summary>Nothing was done: the person must show the second factor again first, and can then repeat the same step (ASVS 5.0, 7.5.3).</summary>
public sealed class StepUpRequiredException : Exception
{
    /// <summary>The second factor was shown too long ago.</summary>
    public StepUpRequiredException()
        : base("Confirm that it is you with your second factor, then do this again.")
    {
    }
}
