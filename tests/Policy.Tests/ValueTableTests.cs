using MailDispatcher.Core.Policy;
using static MailDispatcher.Policy.Tests.Given;

namespace MailDispatcher.Policy.Tests;

public sealed class ValueTableTests
{
    [Theory]
    [InlineData(11, 10)]
    [InlineData(16, 10)]
    [InlineData(7, 5)]
    [InlineData(9, 5)]
    [InlineData(10, 1)]
    [InlineData(77, 4)]
    public void Of_LongNotice_IsTheTemplatesValue(int template, double value)
    {
        Assert.Equal(value, new ValueTable().Of(template, At(0), At(24.1)));
        Assert.Equal(value, new ValueTable().Of(template));
    }

    [Theory]
    [InlineData(11, 20)]
    [InlineData(16, 20)]
    [InlineData(9, 5)]
    [InlineData(10, 1)]
    public void Of_WithinADay_CountsAChangeOfPlanTwice(int template, double value) =>
        Assert.Equal(value, new ValueTable().Of(template, At(0), At(24)));

    [Fact]
    public void Of_Settings_ReplaceAndExtendTheDefaults()
    {
        var table = new ValueTable(new Dictionary<int, double> { [10] = 2, [21] = 8 });

        Assert.Equal(2, table.Of(10));
        Assert.Equal(10, table.Of(11));
        Assert.Equal(16, table.Of(21, At(0), At(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Create_ValueThatIsNone_SaysWhichTemplate(double value)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            new ValueTable(new Dictionary<int, double> { [21] = value })
        );

        Assert.Contains("The value of template 21 must be above 0.", error.Message);
    }

    [Fact]
    public void Level_ValuesTwoPercentApart_AreToldApart()
    {
        Assert.True(ValueLevel.Of(5.11) > ValueLevel.Of(5));
        Assert.Equal(ValueLevel.Of(5), ValueLevel.Of(5));
        Assert.Equal(ValueLevel.Of(0), ValueLevel.Of(-3));
        Assert.Equal(ValueLevel.Of(0), ValueLevel.Of(double.NaN));
        Assert.True(ValueLevel.Of(0.001) > ValueLevel.Of(0));
        Assert.Equal(ValueLevel.Of(1e9), ValueLevel.Of(double.MaxValue));
    }

    [Theory]
    [InlineData("10", 10, null)]
    [InlineData("0.5", 0.5, null)]
    [InlineData("10 half-life 5m", 10, 5)]
    [InlineData(" 10  half-life  2h ", 10, 120)]
    public void TemplateValue_OfWhatIsOne_IsRead(string text, double value, int? minutes) =>
        Assert.Equal(
            new TemplateValue(value, minutes is { } m ? TimeSpan.FromMinutes(m) : null),
            TemplateValue.Parse(text, Duration)
        );

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1000001")]
    [InlineData("10 half-life")]
    [InlineData("10 half-life soon")]
    [InlineData("half-life 5m")]
    [InlineData("10 5m")]
    public void TemplateValue_OfAnythingElse_IsNull(string text) => Assert.Null(TemplateValue.Parse(text, Duration));

    private static TimeSpan? Duration(string text) =>
        text switch
        {
            "5m" => TimeSpan.FromMinutes(5),
            "2h" => TimeSpan.FromHours(2),
            _ => null,
        };
}
