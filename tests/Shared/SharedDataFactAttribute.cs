using Xunit;

namespace Portal.TestKit;

/// <summary>A fact that reads the sample data beside the clone, and says so when it is not there.</summary>
public sealed class SharedDataFactAttribute : FactAttribute
{
    /// <param name="relativePath">What the test needs below the sample folder, for example <c>fhir-r4</c>.</param>
    public SharedDataFactAttribute(string relativePath = "")
    {
        if (!Path.Exists(SharedData.PathOf(relativePath)))
        {
            Skip = $"needs ../shared/data/{relativePath}, which is not on this machine";
        }
    }
}
