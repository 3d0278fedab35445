namespace Portal.Kernel.Access;

/// <summary>
/// Says that a use case wants a second factor shown within the last five minutes (ASVS 5.0, 7.5.3). It decides nothing: each verb of the use case
/// asks for the factor itself before it opens anything, and the architecture tests compare both.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsFreshFactorAttribute : Attribute;
